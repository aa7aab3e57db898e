package cambio.dialect.bedrock;

import java.util.List;

/**
 * A message of the wire.
 *
 * @param role {@code user} or {@code assistant}
 */
record Turn(String role, List<Block> blocks) {

  static final String USER = "user";
  static final String ASSISTANT = "assistant";

  boolean isUser() {
    return role.equals(USER);
  }
}
