package cambio.dialect.anthropic;

import java.util.List;

/**
 * A message of the wire.
 *
 * @param role {@code user}, {@code assistant} or {@code system}
 */
record Turn(String role, List<Block> blocks) {

  boolean isUser() {
    return role.equals("user");
  }
}
