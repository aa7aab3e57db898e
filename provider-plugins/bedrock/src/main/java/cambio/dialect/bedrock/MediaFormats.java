package cambio.dialect.bedrock;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.request.MediaSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dialect's names of media formats, from a media type, a file's name or the first bytes. */
final class MediaFormats {

  /** The kinds of media, each with the formats that the dialect takes. */
  enum Kind {
    IMAGE("image", Set.of("png", "jpeg", "gif", "webp")),
    DOCUMENT("document", Set.of("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md")),
    VIDEO("video", Set.of("mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp")),
    AUDIO(
        "audio",
        Set.of(
            "mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "x-aac", "m4a", "mpeg",
            "mpga", "pcm", "webm"));

    private final String block;
    private final Set<String> formats;

    Kind(String block, Set<String> formats) {
      this.block = block;
      this.formats = formats;
    }

    /** The block's member name. */
    String block() {
      return block;
    }
  }

  /** Subtypes and file extensions that the dialect calls otherwise. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("jpg", "jpeg"),
          Map.entry("htm", "html"),
          Map.entry("plain", "txt"),
          Map.entry("text", "txt"),
          Map.entry("json", "txt"),
          Map.entry("xml", "txt"),
          Map.entry("markdown", "md"),
          Map.entry("msword", "doc"),
          Map.entry("vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
          Map.entry("vnd.ms-excel", "xls"),
          Map.entry("vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
          Map.entry("quicktime", "mov"),
          Map.entry("x-matroska", "mkv"),
          Map.entry("x-flv", "flv"),
          Map.entry("x-ms-wmv", "wmv"),
          Map.entry("3gpp", "three_gp"),
          Map.entry("3gp", "three_gp"),
          Map.entry("x-wav", "wav"),
          Map.entry("wave", "wav"),
          Map.entry("pcm16", "pcm"),
          Map.entry("x-m4a", "m4a"));

  private MediaFormats() {}

  /** Which kind of block data is sent in: a file may be a picture or a video all the same. */
  static Kind kindOfFile(MediaSource source) {
    String type = mediaType(source);
    if (type != null && type.startsWith("image/")) {
      return Kind.IMAGE;
    }
    return type != null && type.startsWith("video/") ? Kind.VIDEO : Kind.DOCUMENT;
  }

  /**
   * The format's name.
   *
   * @param hint a format or a file's name that the caller gave, or null
   */
  static String format(Kind kind, MediaSource source, @Nullable String hint) {
    String type = mediaType(source);
    String byType = type == null ? null : known(kind, type.substring(type.indexOf('/') + 1));
    String byHint = hint == null ? null : known(kind, extension(hint));
    String byUrl = source instanceof MediaSource.Url url ? known(kind, extension(url.url())) : null;
    String format = byType != null ? byType : byHint != null ? byHint : byUrl;
    if (format == null && kind == Kind.DOCUMENT && type != null && type.startsWith("text/")) {
      format = "txt";
    }
    if (format != null) {
      return format;
    }
    throw new FailureException(
        Failure.invalid(
            "messages.content",
            "The format of a "
                + kind.block()
                + " is not known or not taken"
                + (type == null ? "" : " (" + type + ")")
                + ": one of "
                + String.join(", ", kind.formats.stream().sorted().toList())
                + " is expected."));
  }

  private static @Nullable String known(Kind kind, String name) {
    String format = NAMES.getOrDefault(name, name);
    return kind.formats.contains(format) ? format : null;
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static @Nullable String mediaType(MediaSource source) {
    if (!(source instanceof MediaSource.Base64 data)) {
      return null;
    }
    String type = data.mediaType() == null ? sniffed(data.base64()) : data.mediaType();
    if (type == null) {
      return null;
    }
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  /** The type that the first bytes tell, seen through base64. */
  private static @Nullable String sniffed(String base64) {
    if (base64.startsWith("iVBORw0KGgo")) {
      return "image/png";
    }
    if (base64.startsWith("/9j/")) {
      return "image/jpeg";
    }
    if (base64.startsWith("R0lGOD")) {
      return "image/gif";
    }
    if (base64.startsWith("UklGR")) {
      return "image/webp";
    }
    return base64.startsWith("JVBERi") ? "application/pdf" : null;
  }
}
