package cambio.dialect.openai;

import cambio.spi.Adjustment;
import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import cambio.wire.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code content}: a string where that says it all, an array of parts elsewhere. */
final class ContentEncoder {

  private final JsonWriter json;
  private final Quirks quirks;
  private final List<Adjustment> adjustments;
  private final boolean marksInParts;
  private final boolean marksOnMessage;

  ContentEncoder(JsonWriter json, Quirks quirks, List<Adjustment> adjustments) {
    this.json = json;
    this.quirks = quirks;
    this.adjustments = adjustments;
    this.marksInParts = ChatOption.CACHE_CONTROL.is(quirks, "parts");
    this.marksOnMessage = ChatOption.CACHE_CONTROL.is(quirks, "message");
  }

  /** Writes the member, and the message's cache mark where marks go there. */
  void member(List<ContentPart> parts) {
    if (asString(parts)) {
      json.member("content", joined(parts));
    } else {
      json.name("content").array();
      for (int i = 0; i < parts.size(); i++) {
        boolean afterThought = i > 0 && isThought(parts.get(i - 1));
        boolean beforeThought = i + 1 < parts.size() && isThought(parts.get(i + 1));
        if (parts.get(i) instanceof ContentPart.Reasoning thought) {
          thought(thought, !afterThought, !beforeThought);
        } else {
          part(parts.get(i));
        }
      }
      json.end();
    }
    if (marksOnMessage && !parts.isEmpty()) {
      CacheMarks.write(json, parts.getLast().cacheHint());
    }
    boolean lost = !marksOnMessage && !marksInParts && marked(parts);
    if (lost && adjustments.stream().noneMatch(a -> a.parameter().equals("cache_control"))) {
      adjustments.add(
          Adjustment.dropped("cache_control", "The endpoint takes no prompt-cache marks."));
    }
  }

  private boolean asString(List<ContentPart> parts) {
    for (ContentPart part : parts) {
      if (!(part instanceof ContentPart.Text)) {
        return false;
      }
    }
    if (ChatOption.TEXT_CONTENT.is(quirks, "array") || marksInParts && marked(parts)) {
      return false;
    }
    return parts.size() <= 1 || ChatOption.TEXT_CONTENT.is(quirks, "string");
  }

  private static String joined(List<ContentPart> texts) {
    if (texts.size() == 1) {
      return ((ContentPart.Text) texts.getFirst()).text();
    }
    StringBuilder text = new StringBuilder();
    texts.forEach(part -> text.append(((ContentPart.Text) part).text()));
    return text.toString();
  }

  private static boolean marked(List<ContentPart> parts) {
    for (ContentPart part : parts) {
      if (part.cacheHint() != null) {
        return true;
      }
    }
    return false;
  }

  private void part(ContentPart part) {
    switch (part) {
      case ContentPart.Text text -> open("text").member("text", text.text());
      case ContentPart.Image image -> image(image);
      case ContentPart.Audio audio -> audio(audio);
      case ContentPart.Video video -> {
        open("video_url").name("video_url").object();
        json.member("url", url(video.source())).end();
      }
      case ContentPart.File file -> file(file);
      case ContentPart.Refusal refusal -> open("refusal").member("refusal", refusal.text());
      case ContentPart.Opaque opaque -> {
        if (opaque.dialect().equals(OpenAiChatAdapter.DIALECT)) {
          json.raw(opaque.json());
        } else {
          dropped("A part that only its own dialect knows.");
        }
        return;
      }
      case ContentPart.Reasoning reasoning -> {
        thought(reasoning, true, true);
        return;
      }
      case ContentPart.ToolCall call -> {
        dropped("A tool call stands in an assistant's message only.");
        return;
      }
    }
    if (marksInParts) {
      CacheMarks.write(json, part.cacheHint());
    }
    json.end();
  }

  private JsonWriter open(String type) {
    return json.object().member("type", type);
  }

  private void dropped(String why) {
    adjustments.add(Adjustment.dropped("messages.content", why));
  }

  private static boolean isThought(ContentPart part) {
    return part instanceof ContentPart.Reasoning;
  }

  /** Thoughts that follow one another are the texts of one thinking part. */
  private void thought(ContentPart.Reasoning thought, boolean first, boolean last) {
    if (first) {
      open("thinking").name("thinking").array();
    }
    json.object().member("type", "text").member("text", thought.text()).end();
    if (last) {
      json.end().end();
    }
  }

  private void image(ContentPart.Image image) {
    open("image_url");
    if (ChatOption.IMAGE_URL.is(quirks, "string")) {
      json.member("image_url", url(image.source()));
    } else {
      json.name("image_url").object().member("url", url(image.source()));
      json.member("detail", image.detail()).end();
    }
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

  private void file(ContentPart.File file) {
    if (ChatOption.FILE_PART.is(quirks, "file_url")) {
      open("file_url").name("file_url").object().member("url", url(file.source())).end();
      json.member("file_name", file.filename());
      return;
    }
    if (ChatOption.FILE_PART.is(quirks, "document_url")) {
      open("document_url").member("document_url", url(file.source()));
      json.member("document_name", file.filename());
      return;
    }
    open("file").name("file").object();
    if (file.source() instanceof MediaSource.FileId id) {
      json.member("file_id", id.id());
    } else {
      json.member("file_data", url(file.source()));
    }
    json.member("filename", file.filename()).end();
  }

  /** A link, a data URL, or bare base64 where the caller told no media type. */
  private static @Nullable String url(MediaSource source) {
    return switch (source) {
      case MediaSource.Url url -> url.url();
      case MediaSource.Base64 base64 ->
          base64.mediaType() == null
              ? base64.base64()
              : "data:" + base64.mediaType() + ";base64," + base64.base64();
      case MediaSource.FileId id -> id.id();
    };
  }
}
