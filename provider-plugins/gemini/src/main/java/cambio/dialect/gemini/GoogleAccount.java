package cambio.dialect.gemini;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The JSON document of a Google account: a service account with its key, or a user's own
 * credentials ({@code authorized_user}) with a refresh token. Its messages name members, never
 * their values.
 */
final class GoogleAccount {

  private static final String USUAL_TOKEN_URI = "https://oauth2.googleapis.com/token";

  private final Map<String, String> members;

  private GoogleAccount(Map<String, String> members) {
    this.members = members;
  }

  static GoogleAccount of(String json) {
    Map<String, String> members = new HashMap<>();
    try (JsonReader reader = JsonReader.of(json)) {
      for (String name = reader.firstMember(); name != null; name = reader.nextMember()) {
        String value = reader.string();
        if (value != null) {
          members.put(name, value);
        }
      }
      reader.requireEnd();
    } catch (IOException e) {
      throw unusable("it is no legal JSON");
    }
    return new GoogleAccount(members);
  }

  /** Whether it is a user's and not a service's. */
  boolean ofUser() {
    return "authorized_user".equals(members.get("type"));
  }

  /** The id of the account's key; empty where it names none. */
  String keyId() {
    return members.getOrDefault("private_key_id", "");
  }

  /** A member that must be there. */
  String required(String name) {
    String value = members.get(name);
    if (value == null || value.isBlank()) {
      throw unusable("its member " + name + " is missing");
    }
    return value;
  }

  /** Where tokens are had: always Google's own, so that no assertion goes elsewhere. */
  URI tokenUri() {
    String text = ofUser() ? USUAL_TOKEN_URI : members.getOrDefault("token_uri", USUAL_TOKEN_URI);
    try {
      URI uri = new URI(text);
      String host = uri.getHost() == null ? "" : uri.getHost();
      boolean googles = host.endsWith(".googleapis.com") || host.equals("accounts.google.com");
      boolean plain = uri.getPort() == -1 && uri.getUserInfo() == null;
      if ("https".equals(uri.getScheme()) && googles && plain) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw unusable("its token_uri is no URL");
    }
    throw unusable("its token_uri is not one of Google's (https://….googleapis.com/…)");
  }

  /** The RSA key that signs assertions. */
  PrivateKey privateKey() {
    String pem = required("private_key");
    String base64 =
        pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s|\\\\n", "");
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable("its private_key is no RSA key in PKCS #8 PEM");
    }
  }

  static FailureException unusable(String why) {
    return new FailureException(
        Failure.of(
            FailureKind.PROVIDER_CREDENTIALS,
            "The endpoint's Google account cannot be used: "
                + why
                + ". Download its key again and check the provider's credential."));
  }

  /** Without what it holds. */
  @Override
  public String toString() {
    return "GoogleAccount[***]";
  }
}
