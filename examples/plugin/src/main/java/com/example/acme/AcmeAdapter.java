package com.example.acme;

import cambio.spi.Adjustment;
import cambio.spi.DecodeContext;
import cambio.spi.EncodeContext;
import cambio.spi.Failure;
import cambio.spi.Parameter;
import cambio.spi.ParameterSupport;
import cambio.spi.ParameterTable;
import cambio.spi.ProviderAdapter;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.ContentPart;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.wire.FailureClassifier;
import cambio.wire.FramedDecoder;
import cambio.wire.JsonWriter;
import cambio.wire.RequestHeaders;
import java.util.ArrayList;
import java.util.List;

/**
 * The codec of Acme Talk, a made-up API: turns of text in, newline-delimited JSON out.
 *
 * <pre>
 * POST /talk {"model":"m","turns":[{"who":"user","says":"hi"}],"most":100,"stream":true}
 * {"say":"hel"}
 * {"say":"lo"}
 * {"over":"done","read_tokens":3,"wrote_tokens":2}
 * </pre>
 */
public final class AcmeAdapter implements ProviderAdapter {

  /** The dialect's name, as a provider's entry in {@code cambio.yaml} writes it. */
  public static final String DIALECT = "acme-talk";

  @Override
  public String dialect() {
    return DIALECT;
  }

  @Override
  public ParameterTable parameters() {
    return ParameterTable.supporting(Parameter.TEMPERATURE)
        .with(Parameter.MAX_TOKENS, ParameterSupport.RENAMED);
  }

  @Override
  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    List<Adjustment> adjustments = new ArrayList<>();
    for (Parameter parameter : request.parameters()) {
      if (!parameters(context.endpoint()).of(parameter).honoured()) {
        adjustments.add(Adjustment.dropped(parameter.wireName(), "Acme does not take it."));
      }
    }
    JsonWriter json = new JsonWriter().object();
    json.member("model", context.endpoint().upstreamModel()).name("turns").array();
    for (Message message : request.messages()) {
      json.object().member("who", who(message)).member("says", text(message, adjustments)).end();
    }
    json.end();
    json.member("most", request.output().maxTokens());
    json.member("temperature", request.sampling().temperature());
    if (request.stream()) {
      json.member("stream", true);
    }
    return new UpstreamRequest(
        "POST",
        context.endpoint().baseUrl(),
        context.endpoint().basePath() + "/talk",
        RequestHeaders.json(context.endpoint().auth(), context.credential(), request.stream()),
        json.end().toBytes(),
        adjustments);
  }

  private static String who(Message message) {
    return switch (message) {
      case Message.Instruction instruction -> "system";
      case Message.User user -> "user";
      case Message.Assistant assistant -> "model";
      case Message.ToolResult result -> "user";
    };
  }

  /** Nothing disappears silently: what is no text is reported. */
  private static String text(Message message, List<Adjustment> adjustments) {
    StringBuilder text = new StringBuilder();
    for (ContentPart part : message.content()) {
      if (part instanceof ContentPart.Text more) {
        text.append(more.text());
      } else {
        adjustments.add(Adjustment.dropped("messages.content", "Acme takes text only."));
      }
    }
    return text.toString();
  }

  @Override
  public ResponseDecoder decoder(DecodeContext context) {
    return new FramedDecoder(context.head(), new AcmeReader(context.head()));
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return FailureClassifier.classify(head, body);
  }
}
