package cambio.dialect.openai;

import cambio.spi.DecodeContext;
import cambio.spi.EncodeContext;
import cambio.spi.Failure;
import cambio.spi.Parameter;
import cambio.spi.ParameterSupport;
import cambio.spi.ParameterTable;
import cambio.spi.ProviderAdapter;
import cambio.spi.QuirkOption;
import cambio.spi.Quirks;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.GenerationRequest;
import cambio.wire.FailureClassifier;
import cambio.wire.FramedDecoder;
import java.util.List;

/** The codec of OpenAI chat completions. */
public final class OpenAiChatAdapter implements ProviderAdapter {

  /** The dialect's name in catalogues. */
  public static final String DIALECT = "openai-chat";

  private static final ParameterTable PARAMETERS = ParameterTable.supporting(Parameter.values());

  @Override
  public String dialect() {
    return DIALECT;
  }

  /** Everything has a member in this dialect; what an endpoint lacks is said by its quirks. */
  @Override
  public ParameterTable parameters() {
    return PARAMETERS
        .with(Parameter.CACHE_CONTROL, ParameterSupport.DROPPED)
        .with(Parameter.PREFIX, ParameterSupport.DROPPED);
  }

  @Override
  public ParameterTable parameters(Quirks quirks) {
    ParameterTable table = ProviderAdapter.super.parameters(quirks);
    table = enabled(table, quirks, ChatOption.CACHE_CONTROL, Parameter.CACHE_CONTROL);
    table = enabled(table, quirks, ChatOption.PREFIX, Parameter.PREFIX);
    return ChatOption.REASONING.is(quirks, "none")
        ? table.with(Parameter.REASONING, ParameterSupport.DROPPED)
        : table;
  }

  private static ParameterTable enabled(
      ParameterTable table, Quirks quirks, QuirkOption option, Parameter parameter) {
    boolean on = !option.is(quirks, "none") && quirks.supports(parameter);
    return on ? table.with(parameter, ParameterSupport.SUPPORTED) : table;
  }

  @Override
  public List<QuirkOption> quirkOptions() {
    return ChatOption.all();
  }

  @Override
  public boolean takesReasoningBack(Quirks quirks) {
    return !ChatOption.HISTORY_REASONING.is(quirks, "none")
        || !ChatOption.CALL_SIGNATURE.of(quirks).isEmpty();
  }

  @Override
  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    return new RequestEncoder(request, context, parameters(context.endpoint())).encode();
  }

  @Override
  public ResponseDecoder decoder(DecodeContext context) {
    return new FramedDecoder(context.head(), new ChatReader(context));
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return FailureClassifier.classify(head, body);
  }
}
