package cambio.spi;

/**
 * Status line and headers of a provider's response.
 *
 * @param status HTTP status, 100 to 599
 */
public record ResponseHead(int status, HeaderFields headers) {

  /** The media type without parameters, in lower case; empty where there is none. */
  public String mediaType() {
    String value = headers.first("content-type");
    if (value == null) {
      return "";
    }
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon))
        .strip()
        .toLowerCase(java.util.Locale.ROOT);
  }
}
