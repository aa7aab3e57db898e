package cambio.dialect.bedrock;

import java.nio.charset.StandardCharsets;

/** Percent-encoding of parts of a path. */
final class PercentEncoding {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final String DIGITS = "0123456789ABCDEF";

  private PercentEncoding() {}

  /**
   * A text as one segment of a path. What RFC 3986 lets stand in a segment stays as it is: an HTTP
   * client that normalises paths would undo {@code %3A} after the signature was made, but never
   * writes {@code :} otherwise. {@code /} becomes {@code %2F}, which every client keeps.
   */
  static String segment(String text) {
    return strict(text, "!$&'()*+,;=:@");
  }

  /** Encodes all but unreserved characters and these. */
  static String strict(String text, String alsoLegal) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      char c = (char) (b & 0xFF);
      if (UNRESERVED.indexOf(c) >= 0 || alsoLegal.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(DIGITS.charAt(c >> 4)).append(DIGITS.charAt(c & 15));
      }
    }
    return out.toString();
  }
}
