package cambio.dialect.bedrock;

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
import java.util.List;

/** The codec of Bedrock's Converse and ConverseStream. */
public final class ConverseAdapter implements ProviderAdapter {

  /** The dialect's name in catalogues. */
  public static final String DIALECT = "bedrock-converse";

  private static final ParameterTable PARAMETERS =
      ParameterTable.supporting(
              Parameter.TOOLS, Parameter.TOOL_CHOICE, Parameter.PREFIX, Parameter.METADATA)
          .with(Parameter.MAX_TOKENS, ParameterSupport.RENAMED)
          .with(Parameter.TOP_P, ParameterSupport.RENAMED)
          .with(Parameter.TOP_K, ParameterSupport.RENAMED)
          .with(Parameter.STOP, ParameterSupport.RENAMED)
          .with(Parameter.REASONING, ParameterSupport.RENAMED)
          .with(Parameter.CACHE_CONTROL, ParameterSupport.RENAMED)
          .with(Parameter.STRUCTURED_OUTPUTS, ParameterSupport.RENAMED)
          .with(Parameter.RESPONSE_FORMAT, ParameterSupport.EMULATED)
          .with(Parameter.TEMPERATURE, ParameterSupport.CLAMPED)
          .with(Parameter.SERVICE_TIER, ParameterSupport.CLAMPED);

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
    if (ConverseOption.REASONING.is(quirks, "none")) {
      table = table.with(Parameter.REASONING, ParameterSupport.DROPPED);
    }
    if (ConverseOption.TOP_K.is(quirks, "none")) {
      table = table.with(Parameter.TOP_K, ParameterSupport.DROPPED);
    }
    boolean structured = table.of(Parameter.STRUCTURED_OUTPUTS).honoured();
    return switch (ConverseOption.STRUCTURED_OUTPUT.of(quirks)) {
      case "none" ->
          table
              .with(Parameter.STRUCTURED_OUTPUTS, ParameterSupport.DROPPED)
              .with(Parameter.RESPONSE_FORMAT, ParameterSupport.DROPPED);
      case "tool" ->
          structured ? table.with(Parameter.STRUCTURED_OUTPUTS, ParameterSupport.EMULATED) : table;
      default -> table;
    };
  }

  @Override
  public List<QuirkOption> quirkOptions() {
    return ConverseOption.all();
  }

  @Override
  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    return new ConverseEncoder(request, context, parameters(context.endpoint())).encode();
  }

  @Override
  public ResponseDecoder decoder(DecodeContext context) {
    return new ConverseDecoder(context);
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return ConverseFailures.classify(head, body);
  }
}
