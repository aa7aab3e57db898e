package cambio.server.surface.grpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Pages of a list that is read from one immutable snapshot. A token holds where the next begins.
 */
final class PageToken {

  private static final int MOST = 1000;
  private static final int USUAL = 500;

  private PageToken() {}

  /**
   * One page.
   *
   * @param next the token of the next one; empty for the last
   */
  record Page<T>(List<T> items, String next) {}

  /**
   * Cuts a page out of a list.
   *
   * @param size 0 for the usual size
   */
  static <T> Page<T> page(List<T> all, int size, String token, Violations violations) {
    Integer wanted = violations.integer(size != 0, "page_size", size, 1, MOST);
    int from = token.isEmpty() ? 0 : decode(token);
    violations.require(
        from >= 0 && from <= all.size(),
        "page_token",
        "not one of ours, or of an older list (expected: next_page_token of the page before)");
    violations.throwIfAny();
    int until = Math.min(all.size(), from + (wanted == null ? USUAL : wanted));
    return new Page<>(
        List.copyOf(all.subList(from, until)), until == all.size() ? "" : encode(until));
  }

  private static String encode(int from) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("i" + from).getBytes(StandardCharsets.US_ASCII));
  }

  private static int decode(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
      return text.startsWith("i") ? Integer.parseInt(text.substring(1)) : -1;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }
}
