package cambio.server.surface.grpc;

import cambio.server.tenant.ApiKey;
import cambio.server.tenant.FieldRules;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Page tokens of lists that are read from the database: where the page before ended, bound to the
 * query that it belongs to. A token gives access to nothing: the query is checked anew each time.
 */
final class CursorToken {

  private static final int BINDING = 16;

  private CursorToken() {}

  /**
   * A token.
   *
   * @param query everything that chooses and orders the list
   * @param cursor where the page ended
   */
  static String of(String query, String cursor) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((binding(query) + cursor).getBytes(StandardCharsets.UTF_8));
  }

  /** Where the page before ended; empty for the first page, null where the token is wrong. */
  static @Nullable String read(String query, String token, Violations violations) {
    if (token.isEmpty()) {
      return "";
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String cursor = text.substring(Math.min(BINDING, text.length()));
      if (text.startsWith(binding(query)) && !cursor.isEmpty() && FieldRules.isPlain(cursor)) {
        return cursor;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    violations.add(
        "page_token",
        "not one of ours, or of another query (expected: next_page_token of the page before, with"
            + " the same filters)");
    return null;
  }

  private static String binding(String query) {
    return ApiKey.hash(query).substring(0, BINDING);
  }
}
