package cambio.dialect.cohere;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import cambio.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Pictures and text documents on this wire. */
final class MediaWriter {

  private MediaWriter() {}

  /** An {@code image_url} part. */
  static void image(JsonWriter json, MediaSource source, @Nullable String detail) {
    json.object().member("type", "image_url").name("image_url").object();
    json.member("url", url(source)).member("detail", detail).end().end();
  }

  /** Whether a file is a picture. */
  static boolean isImage(ContentPart.File file) {
    return file.source() instanceof MediaSource.Base64 data && type(data).startsWith("image/");
  }

  /** A text file as a document of the request, or of a tool's answer. */
  static String document(ContentPart.File file) {
    JsonWriter json = new JsonWriter().object().member("id", file.filename());
    return json.name("data").object().member("text", text(file)).end().end().toText();
  }

  private static String url(MediaSource source) {
    return switch (source) {
      case MediaSource.Url url -> url.url();
      case MediaSource.Base64 data -> {
        String type = type(data);
        if (!type.startsWith("image/")) {
          throw refused("An image needs its media type, e.g. image/png.");
        }
        yield "data:" + type + ";base64," + data.base64();
      }
      case MediaSource.FileId _ -> throw refused("The provider keeps no files: send the image.");
    };
  }

  private static String text(ContentPart.File file) {
    if (!(file.source() instanceof MediaSource.Base64 data)) {
      throw refused("The provider fetches no files: send the file's text itself.");
    }
    String type = type(data);
    String name = file.filename();
    boolean named = name != null && name.matches("(?i).*\\.(txt|md|csv|json|xml|html?|ya?ml)");
    boolean text = type.startsWith("text/") || type.matches("application/(json|xml|x?yaml)");
    if (!text && !(type.isEmpty() && named)) {
      throw refused(
          "A file of type "
              + (type.isEmpty() ? "unknown" : type)
              + " cannot be sent: text or an image is expected.");
    }
    try {
      return new String(Base64.getMimeDecoder().decode(data.base64()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused("The file's data is not legal base64.");
    }
  }

  /** The media type in lower case, from the first bytes where nobody says; empty if unknown. */
  private static String type(MediaSource.Base64 data) {
    String said = data.mediaType();
    if (said != null) {
      int parameters = said.indexOf(';');
      String type = parameters < 0 ? said : said.substring(0, parameters);
      return type.strip().toLowerCase(Locale.ROOT);
    }
    String base64 = data.base64();
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
    return base64.startsWith("JVBERi") ? "application/pdf" : "";
  }

  static FailureException refused(String message) {
    return new FailureException(Failure.invalid("messages.content", message));
  }
}
