package cambio.dialect.cohere;

import cambio.spi.DecodeContext;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Failure;
import cambio.spi.Parameter;
import cambio.spi.ParameterSupport;
import cambio.spi.ParameterTable;
import cambio.spi.ProviderAdapter;
import cambio.spi.QuirkOption;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.GenerationRequest;
import cambio.wire.FramedDecoder;
import java.util.List;

/** The codec of Cohere's chat, version 2. */
public final class ChatAdapter implements ProviderAdapter {

  /** The dialect's name in catalogues. */
  public static final String DIALECT = "cohere-v2";

  private static final ParameterTable PARAMETERS =
      ParameterTable.supporting(
              Parameter.MAX_TOKENS,
              Parameter.TEMPERATURE,
              Parameter.LOGPROBS,
              Parameter.TOOLS,
              Parameter.RESPONSE_FORMAT,
              Parameter.STRUCTURED_OUTPUTS)
          .with(Parameter.TOP_P, ParameterSupport.CLAMPED)
          .with(Parameter.TOP_K, ParameterSupport.CLAMPED)
          .with(Parameter.FREQUENCY_PENALTY, ParameterSupport.CLAMPED)
          .with(Parameter.PRESENCE_PENALTY, ParameterSupport.CLAMPED)
          .with(Parameter.SEED, ParameterSupport.CLAMPED)
          .with(Parameter.STOP, ParameterSupport.CLAMPED)
          .with(Parameter.TOOL_CHOICE, ParameterSupport.EMULATED)
          .with(Parameter.REASONING, ParameterSupport.RENAMED);

  @Override
  public String dialect() {
    return DIALECT;
  }

  @Override
  public ParameterTable parameters() {
    return PARAMETERS;
  }

  @Override
  public ParameterTable parameters(EndpointSpec endpoint) {
    ParameterTable table = ProviderAdapter.super.parameters(endpoint);
    return CohereOption.REASONING.is(endpoint.quirks(), "none")
        ? table.with(Parameter.REASONING, ParameterSupport.DROPPED)
        : table;
  }

  @Override
  public List<QuirkOption> quirkOptions() {
    return CohereOption.all();
  }

  @Override
  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    return new ChatEncoder(request, context, parameters(context.endpoint())).encode();
  }

  @Override
  public ResponseDecoder decoder(DecodeContext context) {
    return new FramedDecoder(context.head(), new ChatReader(context));
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return CohereFailures.classify(head, body);
  }
}
