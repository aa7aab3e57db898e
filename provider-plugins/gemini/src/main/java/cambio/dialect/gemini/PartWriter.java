package cambio.dialect.gemini;

import cambio.spi.EndpointSpec;
import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.wire.Adjustments;
import cambio.wire.CallArguments;
import cambio.wire.JsonReader;
import cambio.wire.JsonText;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a turn. */
final class PartWriter {

  /** What a decoder hands out beside parts, and what therefore may come back among them. */
  private static final Set<String> NOTES =
      Set.of(
          "groundingMetadata",
          "citationMetadata",
          "urlContextMetadata",
          "safetyRatings",
          "finishMessage");

  private final JsonWriter json;
  private final EndpointSpec endpoint;
  private final Adjustments adjustments;
  private final boolean ids;
  private final boolean mediaWithin;

  PartWriter(JsonWriter json, EndpointSpec endpoint, Adjustments adjustments) {
    this.json = json;
    this.endpoint = endpoint;
    this.adjustments = adjustments;
    this.ids = GeminiOption.CALL_IDS.is(endpoint.quirks(), "true");
    this.mediaWithin = GeminiOption.TOOL_MEDIA.is(endpoint.quirks(), "within");
  }

  /** Whether an opaque part is a note on an answer, which is no part. */
  static boolean isNote(ContentPart.Opaque opaque) {
    try (JsonReader reader = JsonReader.of(opaque.json())) {
      String first = reader.firstMember();
      return first == null || NOTES.contains(first);
    } catch (IOException e) {
      return true;
    }
  }

  /** Writes all parts as an array. */
  void parts(List<Piece> pieces) {
    json.array();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Said said -> said(said.part(), said.signature());
        case Piece.Sealed sealed ->
            json.object().member("text", "").member("thoughtSignature", sealed.signature()).end();
        case Piece.Result result -> result(result);
      }
    }
    json.end();
  }

  private void said(ContentPart part, @Nullable String signature) {
    if (part instanceof ContentPart.Opaque opaque) {
      json.raw(opaque.json());
      return;
    }
    json.object();
    switch (part) {
      case ContentPart.Text text -> json.member("text", text.text());
      case ContentPart.Refusal refusal -> json.member("text", refusal.text());
      case ContentPart.Reasoning reasoning ->
          json.member("text", reasoning.text()).member("thought", true);
      case ContentPart.ToolCall call -> call(call);
      case ContentPart.Image image -> media(image);
      case ContentPart.Audio audio -> media(audio);
      case ContentPart.Video video -> media(video);
      case ContentPart.File file -> media(file);
      case ContentPart.Opaque opaque -> throw new IllegalStateException("written above");
    }
    json.member("thoughtSignature", signature).end();
  }

  private void call(ContentPart.ToolCall call) {
    json.name("functionCall").object().member("id", id(call.id())).member("name", call.name());
    json.rawMember("args", CallArguments.object(call.arguments(), adjustments)).end();
  }

  private void result(Piece.Result piece) {
    Message.ToolResult result = piece.result();
    StringBuilder text = new StringBuilder();
    List<ContentPart> others =
        result.content().stream().filter(part -> !(part instanceof ContentPart.Text)).toList();
    for (ContentPart part : result.content()) {
      if (part instanceof ContentPart.Text said) {
        text.append(said.text());
      }
    }
    List<ContentPart> media = others.stream().filter(PartWriter::isMedia).toList();
    if (media.size() < others.size()) {
      adjustments.dropped("messages.content", "A part that a tool's result cannot have.");
    }
    json.object().name("functionResponse").object().member("id", id(result.toolCallId()));
    json.member("name", piece.function()).name("response");
    response(text.toString(), result.error());
    if (mediaWithin && !media.isEmpty()) {
      json.name("parts").array();
      media.forEach(part -> said(part, null));
      json.end();
    }
    json.end().end();
    if (!mediaWithin) {
      media.forEach(part -> said(part, null));
    }
  }

  /** An object as it is; anything else under the names that the provider documents. */
  private void response(String text, boolean error) {
    if (JsonText.isObject(text)) {
      json.raw(text);
    } else {
      json.object().member(error ? "error" : "output", text).end();
    }
  }

  private static boolean isMedia(ContentPart part) {
    return part instanceof ContentPart.Image
        || part instanceof ContentPart.Audio
        || part instanceof ContentPart.Video
        || part instanceof ContentPart.File;
  }

  private @Nullable String id(String id) {
    return ids && !id.isEmpty() && !CallIds.isMade(id) ? id : null;
  }

  private void media(ContentPart part) {
    switch (MediaTypes.sourceOf(part)) {
      case MediaSource.Base64 data -> {
        json.name("inlineData").object().member("mimeType", MediaTypes.of(part));
        json.member("data", data.base64()).end();
      }
      case MediaSource.Url url -> file(url.url(), part);
      case MediaSource.FileId file -> file(uri(file.id()), part);
    }
  }

  private void file(String uri, ContentPart part) {
    json.name("fileData").object().member("mimeType", MediaTypes.of(part));
    json.member("fileUri", uri).end();
  }

  /** Files of the provider's store are named by their URL. */
  private String uri(String id) {
    if (id.contains("://")) {
      return id;
    }
    String name = id.startsWith("files/") ? id : "files/" + id;
    String base = endpoint.baseUrl().toString();
    return (base.endsWith("/") ? base : base + "/") + name;
  }
}
