package cambio.dialect.gemini;

import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The media type of a part, which this dialect demands: the caller's word, else what the first
 * bytes, the format's name or the ending of a name tell, else the usual type of its kind.
 */
final class MediaTypes {

  private static final Map<String, String> BY_ENDING =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("heic", "image/heic"),
          Map.entry("heif", "image/heif"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("csv", "text/csv"),
          Map.entry("html", "text/html"),
          Map.entry("htm", "text/html"),
          Map.entry("xml", "text/xml"),
          Map.entry("json", "application/json"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("flac", "audio/flac"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("aac", "audio/aac"),
          Map.entry("aiff", "audio/aiff"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("pcm16", "audio/pcm"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("mpeg", "video/mpeg"),
          Map.entry("mpg", "video/mpeg"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("avi", "video/x-msvideo"),
          Map.entry("webm", "video/webm"),
          Map.entry("wmv", "video/x-ms-wmv"),
          Map.entry("flv", "video/x-flv"),
          Map.entry("mkv", "video/x-matroska"),
          Map.entry("3gp", "video/3gpp"));

  /** Beginnings of base64 that tell a type. */
  private static final Map<String, String> BY_BYTES =
      Map.of(
          "iVBORw0KGgo", "image/png",
          "/9j/", "image/jpeg",
          "R0lGOD", "image/gif",
          "JVBERi", "application/pdf",
          "SUQz", "audio/mpeg",
          "ZkxhQ", "audio/flac",
          "T2dnUw", "audio/ogg");

  private MediaTypes() {}

  /** Where a part's media comes from. */
  static MediaSource sourceOf(ContentPart part) {
    return switch (part) {
      case ContentPart.Image image -> image.source();
      case ContentPart.Audio audio -> audio.source();
      case ContentPart.Video video -> video.source();
      case ContentPart.File file -> file.source();
      case ContentPart.Text text -> throw noMedia();
      case ContentPart.Reasoning reasoning -> throw noMedia();
      case ContentPart.Refusal refusal -> throw noMedia();
      case ContentPart.ToolCall call -> throw noMedia();
      case ContentPart.Opaque opaque -> throw noMedia();
    };
  }

  /** The media type. */
  static String of(ContentPart part) {
    @Nullable String type =
        switch (sourceOf(part)) {
          case MediaSource.Base64 data ->
              data.mediaType() == null ? sniffed(data.base64()) : usual(data.mediaType());
          case MediaSource.Url url -> byEnding(url.url().replaceFirst("[?#].*", ""));
          case MediaSource.FileId file -> byEnding(file.id());
        };
    if (type == null && part instanceof ContentPart.Audio audio && audio.format() != null) {
      type = BY_ENDING.get(audio.format().toLowerCase(Locale.ROOT));
    }
    if (type == null && part instanceof ContentPart.File file && file.filename() != null) {
      type = byEnding(file.filename());
    }
    return type == null ? ofKind(part) : type;
  }

  private static String ofKind(ContentPart part) {
    return switch (part) {
      case ContentPart.Image image -> "image/jpeg";
      case ContentPart.Audio audio -> "audio/wav";
      case ContentPart.Video video -> "video/mp4";
      default -> "application/pdf";
    };
  }

  private static String usual(String type) {
    return type.equalsIgnoreCase("image/jpg") ? "image/jpeg" : type;
  }

  private static @Nullable String byEnding(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? null : BY_ENDING.get(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static @Nullable String sniffed(String base64) {
    for (Map.Entry<String, String> entry : BY_BYTES.entrySet()) {
      if (base64.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    // RIFF holds pictures and sounds; what follows its size tells which.
    if (base64.startsWith("UklGR")) {
      return base64.startsWith("RUJQ", 12) ? "image/webp" : "audio/wav";
    }
    return null;
  }

  private static IllegalStateException noMedia() {
    return new IllegalStateException("a part without media");
  }
}
