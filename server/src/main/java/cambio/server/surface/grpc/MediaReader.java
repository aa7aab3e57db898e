package cambio.server.surface.grpc;

import cambio.spi.request.MediaSource;
import com.google.protobuf.ByteString;
import java.util.Base64;
import java.util.Locale;

/** Reads where a picture, sound, film or document comes from. */
final class MediaReader {

  private static final String BASE64 = ";base64,";

  private final Violations violations;

  MediaReader(Violations violations) {
    this.violations = violations;
  }

  /** Bytes, whose media type must be said. */
  MediaSource typedData(String field, ByteString data, String mediaType) {
    violations.require(
        !mediaType.isEmpty(), field + ".media_type", "empty (expected: the type of the data)");
    return data(field, data, mediaType);
  }

  /** Bytes without a media type. */
  MediaSource data(String field, ByteString data, String mediaType) {
    violations.require(!data.isEmpty(), field + ".data", "empty (expected: the file's bytes)");
    String base64 = Base64.getEncoder().encodeToString(data.toByteArray());
    return new MediaSource.Base64(mediaType.isEmpty() ? null : mediaType, base64);
  }

  /** An http or https link, or the data within a data URL. */
  MediaSource url(String field, String url) {
    String start = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
    if (start.startsWith("http://") || start.startsWith("https://")) {
      return new MediaSource.Url(url);
    }
    if (start.startsWith("data:")) {
      return dataUrl(field, url);
    }
    violations.add(
        field + ".url", Violations.shown(url) + " (expected: an http, https or data URL)");
    return new MediaSource.Url(url);
  }

  /** The provider's id of something it holds. */
  MediaSource id(String field, String id) {
    violations.require(!id.isEmpty(), field, "empty (expected: the provider's id of it)");
    return new MediaSource.FileId(id);
  }

  /** Notes that no source is given. */
  MediaSource none(String field, String expected) {
    violations.add(field, "has no source (expected: one of " + expected + ")");
    return new MediaSource.Url("");
  }

  private MediaSource dataUrl(String field, String url) {
    int comma = url.indexOf(BASE64);
    if (comma < 0) {
      violations.add(
          field + ".url", "a data URL that is not base64 (expected: data:<type>;base64,…)");
      return new MediaSource.Url(url);
    }
    String type = url.substring("data:".length(), comma);
    return new MediaSource.Base64(
        type.isEmpty() ? null : type, url.substring(comma + BASE64.length()));
  }
}
