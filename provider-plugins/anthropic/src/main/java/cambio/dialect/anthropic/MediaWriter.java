package cambio.dialect.anthropic;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import cambio.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes pictures and documents. */
final class MediaWriter {

  private static final String PDF = "application/pdf";

  private boolean usedFiles;

  boolean usedFiles() {
    return usedFiles;
  }

  /** The members of an image block that was opened. */
  void image(JsonWriter block, MediaSource source) {
    if (source instanceof MediaSource.Base64 data) {
      source(block, source, imageType(data));
    } else {
      source(block, source, "");
    }
  }

  /** Opens the block for a file: a document, or a picture where it is one. */
  void file(JsonWriter block, ContentPart.File file) {
    if (!(file.source() instanceof MediaSource.Base64 data)) {
      block.object().member("type", "document");
      source(block, file.source(), "");
      block.member("title", file.filename());
      return;
    }
    String type = fileType(data, file.filename());
    if (type.startsWith("image/")) {
      source(block.object().member("type", "image"), data, type);
      return;
    }
    block.object().member("type", "document");
    if (type.equals(PDF)) {
      source(block, data, PDF);
    } else if (type.startsWith("text/") || type.equals("application/json")) {
      block.name("source").object().member("type", "text").member("media_type", "text/plain");
      block.member("data", text(data)).end();
    } else {
      throw new FailureException(
          Failure.invalid(
              "messages.content",
              "A file of type " + type + " cannot be sent: PDF, text or an image is expected."));
    }
    block.member("title", file.filename());
  }

  private void source(JsonWriter block, MediaSource source, String mediaType) {
    block.name("source").object();
    switch (source) {
      case MediaSource.Base64 data -> {
        block.member("type", "base64").member("media_type", mediaType);
        block.member("data", data.base64());
      }
      case MediaSource.Url url -> block.member("type", "url").member("url", url.url());
      case MediaSource.FileId file -> {
        block.member("type", "file").member("file_id", file.id());
        usedFiles = true;
      }
    }
    block.end();
  }

  private static String imageType(MediaSource.Base64 data) {
    String type = data.mediaType() == null ? sniffed(data.base64()) : data.mediaType();
    if (type == null) {
      throw new FailureException(
          Failure.invalid("messages.content", "An image needs its media type, e.g. image/png."));
    }
    return type.equalsIgnoreCase("image/jpg") ? "image/jpeg" : type;
  }

  private static String fileType(MediaSource.Base64 data, @Nullable String filename) {
    if (data.mediaType() != null) {
      return data.mediaType().toLowerCase(Locale.ROOT);
    }
    String sniffed = sniffed(data.base64());
    if (sniffed != null) {
      return sniffed;
    }
    boolean text = filename != null && filename.matches("(?i).*\\.(txt|md|csv|json|xml|html?)");
    return text ? "text/plain" : PDF;
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
    return base64.startsWith("JVBERi") ? PDF : null;
  }

  private static String text(MediaSource.Base64 data) {
    try {
      return new String(Base64.getMimeDecoder().decode(data.base64()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new FailureException(
          Failure.invalid("messages.content", "The file's data is not legal base64."));
    }
  }
}
