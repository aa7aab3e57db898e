package cambio.dialect.responses;

import cambio.spi.Parameter;
import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import cambio.wire.JsonWriter;
import cambio.wire.RequestBody;
import java.util.List;

/** Writes content: a string where that says it all, an array of parts elsewhere. */
final class PartEncoder {

  private final RequestBody body;
  private final JsonWriter json;
  private final boolean marks;

  PartEncoder(RequestBody body) {
    this.body = body;
    this.json = body.json();
    this.marks = body.honoured(Parameter.CACHE_CONTROL);
  }

  /** Whether the part belongs into a message, and is no item of its own. */
  static boolean isSpoken(ContentPart part) {
    return switch (part) {
      case ContentPart.Reasoning reasoning -> false;
      case ContentPart.ToolCall call -> false;
      case ContentPart.Opaque opaque -> false;
      case ContentPart.Text text -> true;
      case ContentPart.Refusal refusal -> true;
      case ContentPart.Image image -> true;
      case ContentPart.Audio audio -> true;
      case ContentPart.Video video -> true;
      case ContentPart.File file -> true;
    };
  }

  /**
   * Writes a value.
   *
   * @param output whether the model said it
   */
  void content(List<ContentPart> parts, boolean output) {
    if (parts.isEmpty()) {
      json.value("");
      return;
    }
    boolean marked = parts.stream().anyMatch(part -> part.cacheHint() != null);
    if (marked && !marks) {
      body.adjustments().dropped("cache_control", "The endpoint takes no prompt-cache marks.");
    }
    if (parts.size() == 1
        && parts.getFirst() instanceof ContentPart.Text text
        && !(marked && marks)) {
      json.value(text.text());
      return;
    }
    json.array();
    parts.forEach(part -> part(part, output));
    json.end();
  }

  private void part(ContentPart part, boolean output) {
    switch (part) {
      case ContentPart.Text text ->
          open(output ? "output_text" : "input_text").member("text", text.text());
      case ContentPart.Refusal refusal -> {
        if (output) {
          open("refusal").member("refusal", refusal.text());
        } else {
          open("input_text").member("text", refusal.text());
        }
      }
      case ContentPart.Image image -> image(image);
      case ContentPart.File file -> file(file);
      case ContentPart.Audio audio -> audio(audio);
      case ContentPart.Opaque opaque -> {
        if (opaque.dialect().equals(ResponsesAdapter.DIALECT)) {
          json.raw(opaque.json());
        } else {
          dropped("A part that only its own dialect knows.");
        }
        return;
      }
      case ContentPart.Video video -> {
        dropped("The dialect takes no videos.");
        return;
      }
      case ContentPart.Reasoning reasoning -> {
        dropped("Reasoning stands in an assistant's message only.");
        return;
      }
      case ContentPart.ToolCall call -> {
        dropped("A tool call stands in an assistant's message only.");
        return;
      }
    }
    if (marks && part.cacheHint() != null) {
      json.name("prompt_cache_breakpoint").object().member("mode", "explicit").end();
    }
    json.end();
  }

  private JsonWriter open(String type) {
    return json.object().member("type", type);
  }

  private void dropped(String why) {
    body.adjustments().dropped("messages.content", why);
  }

  private void image(ContentPart.Image image) {
    open("input_image");
    switch (image.source()) {
      case MediaSource.FileId id -> json.member("file_id", id.id());
      case MediaSource.Url url -> json.member("image_url", url.url());
      case MediaSource.Base64 base64 -> json.member("image_url", dataUrl(base64, "image/png"));
    }
    json.member("detail", image.detail());
  }

  private void file(ContentPart.File file) {
    open("input_file");
    switch (file.source()) {
      case MediaSource.FileId id -> json.member("file_id", id.id());
      case MediaSource.Url url -> json.member("file_url", url.url());
      case MediaSource.Base64 base64 ->
          json.member("file_data", dataUrl(base64, "application/pdf"));
    }
    json.member("filename", file.filename());
  }

  private void audio(ContentPart.Audio audio) {
    open("input_audio").name("input_audio").object();
    String data =
        switch (audio.source()) {
          case MediaSource.Base64 base64 -> base64.base64();
          case MediaSource.Url url -> url.url();
          case MediaSource.FileId id -> id.id();
        };
    json.member("data", data).member("format", audio.format()).end();
  }

  private static String dataUrl(MediaSource.Base64 media, String usual) {
    String type = media.mediaType() == null ? usual : media.mediaType();
    return "data:" + type + ";base64," + media.base64();
  }
}
