package cambio.dialect.gemini;

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

/** The codec of {@code generateContent} and {@code streamGenerateContent}. */
public final class GeminiAdapter implements ProviderAdapter {

  /** The dialect's name in catalogues. */
  public static final String DIALECT = "gemini";

  private static final ParameterTable PARAMETERS =
      ParameterTable.supporting(
              Parameter.TEMPERATURE,
              Parameter.FREQUENCY_PENALTY,
              Parameter.PRESENCE_PENALTY,
              Parameter.TOOLS,
              Parameter.STRUCTURED_OUTPUTS)
          .with(Parameter.MAX_TOKENS, ParameterSupport.RENAMED)
          .with(Parameter.TOP_P, ParameterSupport.RENAMED)
          .with(Parameter.TOP_K, ParameterSupport.RENAMED)
          .with(Parameter.SEED, ParameterSupport.CLAMPED)
          .with(Parameter.STOP, ParameterSupport.CLAMPED)
          .with(Parameter.LOGPROBS, ParameterSupport.RENAMED)
          .with(Parameter.TOP_LOGPROBS, ParameterSupport.RENAMED)
          .with(Parameter.N, ParameterSupport.RENAMED)
          .with(Parameter.TOOL_CHOICE, ParameterSupport.RENAMED)
          .with(Parameter.RESPONSE_FORMAT, ParameterSupport.RENAMED)
          .with(Parameter.REASONING, ParameterSupport.RENAMED)
          .with(Parameter.MODALITIES, ParameterSupport.RENAMED);

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
    return GeminiOption.REASONING.is(quirks, "none")
        ? table.with(Parameter.REASONING, ParameterSupport.DROPPED)
        : table;
  }

  @Override
  public List<QuirkOption> quirkOptions() {
    return GeminiOption.all();
  }

  @Override
  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    return new RequestEncoder(request, context, parameters(context.endpoint())).encode();
  }

  @Override
  public ResponseDecoder decoder(DecodeContext context) {
    return new FramedDecoder(context.head(), new ResponseReader(context));
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return GeminiFailures.classify(head, body);
  }
}
