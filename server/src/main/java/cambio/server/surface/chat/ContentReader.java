package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code content}: a text or an array of parts. */
final class ContentReader {

  private static final String[] TYPES = {
    "text", "image_url", "input_audio", "video_url", "file", "refusal"
  };

  private final Ignored ignored;
  private final CacheHintReader cacheHints;

  ContentReader(Ignored ignored, CacheHintReader cacheHints) {
    this.ignored = ignored;
    this.cacheHints = cacheHints;
  }

  /** The parts; null where the content is {@code null}. */
  @Nullable List<ContentPart> read(StrictJson json) throws IOException {
    if (json.isNull()) {
      return null;
    }
    if (json.isText()) {
      return List.of(ContentPart.text(json.requiredText()));
    }
    if (!json.isArray()) {
      throw json.wrong("a text or an array of parts");
    }
    List<ContentPart> parts = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      parts.add(part(json));
    }
    return parts;
  }

  private ContentPart part(StrictJson json) throws IOException {
    if (json.isText()) {
      return ContentPart.text(json.requiredText());
    }
    if (!json.isObject()) {
      throw json.wrong("a part, which is an object with a type");
    }
    String path = json.path();
    Draft draft = new Draft();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "type" -> draft.type = json.word(TYPES);
        case "text" -> draft.text = json.text();
        case "refusal" -> draft.refusal = json.text();
        case "image_url" -> image(json, draft);
        case "video_url" -> draft.videoUrl = url(json, draft);
        case "input_audio" -> audio(json, draft);
        case "file" -> file(json, draft);
        case "cache_control" -> draft.cacheHint = cacheHints.read(json);
        case "prompt_cache_breakpoint" -> draft.cacheHint = cacheHints.readBreakpoint(json);
        default -> ignored.skip(json);
      }
    }
    return draft.toPart(path);
  }

  private void image(StrictJson json, Draft draft) throws IOException {
    draft.imageUrl = url(json, draft);
  }

  /** {@code {"url":…,"detail":…}}, or the bare URL, which several clients send. */
  private @Nullable String url(StrictJson json, Draft draft) throws IOException {
    if (json.isText()) {
      return json.requiredText();
    }
    String url = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "url" -> url = json.text();
        case "detail" -> draft.detail = json.text();
        default -> ignored.skip(json);
      }
    }
    return url;
  }

  private void audio(StrictJson json, Draft draft) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "data" -> draft.audioData = json.text();
        case "format" -> draft.audioFormat = json.text();
        default -> ignored.skip(json);
      }
    }
  }

  private void file(StrictJson json, Draft draft) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "filename" -> draft.filename = json.text();
        case "file_data" -> draft.fileData = json.text();
        case "file_id" -> draft.fileId = json.text();
        default -> ignored.skip(json);
      }
    }
  }

  /** The members of a part, which come in any order. */
  private static final class Draft {
    private @Nullable String type;
    private @Nullable String text;
    private @Nullable String refusal;
    private @Nullable String imageUrl;
    private @Nullable String detail;
    private @Nullable String videoUrl;
    private @Nullable String audioData;
    private @Nullable String audioFormat;
    private @Nullable String filename;
    private @Nullable String fileData;
    private @Nullable String fileId;
    private @Nullable CacheHint cacheHint;

    ContentPart toPart(String path) {
      if (type == null) {
        throw StrictJson.refusal(
            path + ".type", "missing (expected one of " + String.join(", ", TYPES) + ")");
      }
      return switch (type) {
        case "text" -> new ContentPart.Text(required(text, path + ".text"), cacheHint);
        case "refusal" -> new ContentPart.Refusal(required(refusal, path + ".refusal"));
        case "image_url" -> {
          String url = required(imageUrl, path + ".image_url.url");
          yield new ContentPart.Image(MediaUrl.read(url), detail, cacheHint);
        }
        case "video_url" -> {
          String url = required(videoUrl, path + ".video_url.url");
          yield new ContentPart.Video(MediaUrl.read(url), cacheHint);
        }
        case "input_audio" -> {
          String data = required(audioData, path + ".input_audio.data");
          yield new ContentPart.Audio(new MediaSource.Base64(null, data), audioFormat, cacheHint);
        }
        default -> new ContentPart.File(fileSource(path), filename, cacheHint);
      };
    }

    private MediaSource fileSource(String path) {
      if (fileId != null) {
        return new MediaSource.FileId(fileId);
      }
      return MediaUrl.readFile(required(fileData, path + ".file.file_data"));
    }

    private static String required(@Nullable String value, String path) {
      if (value == null) {
        throw StrictJson.refusal(path, "missing");
      }
      return value;
    }
  }
}
