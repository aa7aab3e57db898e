package cambio.server.surface.grpc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a provider is told of a caller's end user: enough to tell abusers apart, not who it is. */
final class EndUser {

  private EndUser() {}

  /** SHA-256 of organisation and user, so that two organisations' users cannot be matched. */
  static String hash(String organization, String user) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest((organization + '\n' + user).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
