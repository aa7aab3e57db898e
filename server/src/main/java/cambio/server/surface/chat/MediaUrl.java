package cambio.server.surface.chat;

import cambio.spi.request.MediaSource;

/** Tells data that stands in a URL from data that lies elsewhere. */
final class MediaUrl {

  private static final String BASE64 = ";base64,";

  private MediaUrl() {}

  /** A link, or the data of {@code data:image/png;base64,…}; other data URLs stay links. */
  static MediaSource read(String url) {
    int comma = url.indexOf(',');
    boolean data = url.startsWith("data:") && comma > 0;
    if (data && url.startsWith(BASE64, comma + 1 - BASE64.length())) {
      String mediaType = url.substring("data:".length(), comma + 1 - BASE64.length());
      // Parameters of the media type have no canonical place, so such a URL travels as it is.
      if (!mediaType.isEmpty() && mediaType.indexOf(';') < 0) {
        return new MediaSource.Base64(mediaType, url.substring(comma + 1));
      }
    }
    return new MediaSource.Url(url);
  }

  /** The same for {@code file_data}, which may also be bare base64. */
  static MediaSource readFile(String data) {
    boolean bare =
        !data.startsWith("data:") && !data.startsWith("http://") && !data.startsWith("https://");
    return bare ? new MediaSource.Base64(null, data) : read(data);
  }
}
