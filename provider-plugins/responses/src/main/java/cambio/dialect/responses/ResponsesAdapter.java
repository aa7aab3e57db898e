package cambio.dialect.responses;

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

/** The codec of OpenAI Responses. */
public final class ResponsesAdapter implements ProviderAdapter {

  /** The dialect's name in catalogues. */
  public static final String DIALECT = "openai-responses";

  private static final ParameterTable PARAMETERS =
      ParameterTable.supporting(
              Parameter.TEMPERATURE,
              Parameter.TOP_P,
              Parameter.TOP_LOGPROBS,
              Parameter.TOOLS,
              Parameter.TOOL_CHOICE,
              Parameter.PARALLEL_TOOL_CALLS,
              Parameter.SERVICE_TIER,
              Parameter.PROMPT_CACHE_KEY,
              Parameter.USER,
              Parameter.METADATA)
          .with(Parameter.MAX_TOKENS, ParameterSupport.RENAMED)
          .with(Parameter.LOGPROBS, ParameterSupport.RENAMED)
          .with(Parameter.RESPONSE_FORMAT, ParameterSupport.RENAMED)
          .with(Parameter.STRUCTURED_OUTPUTS, ParameterSupport.RENAMED)
          .with(Parameter.VERBOSITY, ParameterSupport.RENAMED)
          .with(Parameter.REASONING, ParameterSupport.CLAMPED);

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
    return ResponsesOption.CACHE_CONTROL.is(quirks, "none")
        ? table
        : table.with(Parameter.CACHE_CONTROL, ParameterSupport.RENAMED);
  }

  @Override
  public List<QuirkOption> quirkOptions() {
    return ResponsesOption.all();
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
    return FailureClassifier.classify(head, body);
  }
}
