package cambio.dialect.anthropic;

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
import cambio.wire.FramedDecoder;
import java.util.List;

/** The codec of Anthropic Messages. */
public final class MessagesAdapter implements ProviderAdapter {

  /** The dialect's name in catalogues. */
  public static final String DIALECT = "anthropic-messages";

  private static final ParameterTable PARAMETERS =
      ParameterTable.supporting(
              Parameter.MAX_TOKENS,
              Parameter.TOP_P,
              Parameter.TOP_K,
              Parameter.TOOLS,
              Parameter.TOOL_CHOICE,
              Parameter.CACHE_CONTROL,
              Parameter.PREFIX)
          .with(Parameter.TEMPERATURE, ParameterSupport.CLAMPED)
          .with(Parameter.SERVICE_TIER, ParameterSupport.CLAMPED)
          .with(Parameter.STOP, ParameterSupport.RENAMED)
          .with(Parameter.PARALLEL_TOOL_CALLS, ParameterSupport.RENAMED)
          .with(Parameter.REASONING, ParameterSupport.RENAMED)
          .with(Parameter.USER, ParameterSupport.RENAMED)
          .with(Parameter.RESPONSE_FORMAT, ParameterSupport.EMULATED)
          .with(Parameter.STRUCTURED_OUTPUTS, ParameterSupport.EMULATED);

  @Override
  public String dialect() {
    return DIALECT;
  }

  @Override
  public ParameterTable parameters() {
    return PARAMETERS;
  }

  @Override
  public ParameterTable parameters(Quirks quirks) {
    ParameterTable table = ProviderAdapter.super.parameters(quirks);
    if (MessagesOption.REASONING.is(quirks, "none")) {
      table = table.with(Parameter.REASONING, ParameterSupport.DROPPED);
    }
    if (MessagesOption.VERBOSITY.is(quirks, "effort")) {
      table = table.with(Parameter.VERBOSITY, ParameterSupport.CLAMPED);
    }
    boolean emulated = table.of(Parameter.STRUCTURED_OUTPUTS) == ParameterSupport.EMULATED;
    return emulated && !MessagesOption.STRUCTURED_OUTPUT.is(quirks, "tool")
        ? table.with(Parameter.STRUCTURED_OUTPUTS, ParameterSupport.RENAMED)
        : table;
  }

  @Override
  public List<QuirkOption> quirkOptions() {
    return MessagesOption.all();
  }

  @Override
  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    return new RequestEncoder(request, context, parameters(context.endpoint())).encode();
  }

  @Override
  public ResponseDecoder decoder(DecodeContext context) {
    return new FramedDecoder(context.head(), new MessageReader(context));
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return MessagesFailures.classify(head, body);
  }
}
