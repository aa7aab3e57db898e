package cambio.spi.request;

import org.jspecify.annotations.Nullable;

/** Where a piece of media comes from. */
public sealed interface MediaSource {

  /** A link that the provider fetches; the router never does. */
  record Url(String url) implements MediaSource {}

  /**
   * The data itself.
   *
   * @param mediaType e.g. {@code image/png}, where known
   * @param base64 as the caller sent it
   */
  record Base64(@Nullable String mediaType, String base64) implements MediaSource {
    /** Without the data. */
    @Override
    public String toString() {
      return "Base64[" + mediaType + ", " + base64.length() + " characters]";
    }
  }

  /** A file that was uploaded to the provider before. */
  record FileId(String id) implements MediaSource {}
}
