package cambio.dialect.anthropic;

import java.nio.charset.StandardCharsets;

/** A model's name as one segment of a path. */
final class ModelSegment {

  private static final String LEGAL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@";

  private ModelSegment() {}

  /** The segment; what is percent-encoded already stays, and what a segment may hold too. */
  static String of(String model) {
    StringBuilder out = new StringBuilder(model.length() + 8);
    byte[] bytes = model.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xFF);
      boolean encoded =
          c == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
      if (encoded || LEGAL.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  private static boolean isHex(byte b) {
    return Character.digit(b, 16) >= 0;
  }
}
