package cambio.dialect.azure;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * An application that may ask for tokens. Its secret is printed nowhere.
 *
 * @param authority where tokens come from, without a trailing slash
 */
record EntraApplication(
    URI authority, String tenant, String clientId, String clientSecret, String scope) {

  private static final String USUAL_AUTHORITY = "https://login.microsoftonline.com";
  private static final String USUAL_SCOPE = "https://cognitiveservices.azure.com/.default";

  /** Azure's own tools write the names otherwise. */
  private static final Map<String, String> NAMES =
      Map.of(
          "tenantId", "tenant_id",
          "clientId", "client_id",
          "clientSecret", "client_secret",
          "activeDirectoryEndpointUrl", "authority");

  static EntraApplication of(String json) {
    Map<String, String> members = members(json);
    String authority = members.getOrDefault("authority", USUAL_AUTHORITY).replaceFirst("/+$", "");
    return new EntraApplication(
        uri(authority),
        required(members, "tenant_id"),
        required(members, "client_id"),
        required(members, "client_secret"),
        members.getOrDefault("scope", USUAL_SCOPE));
  }

  private static Map<String, String> members(String text) {
    Map<String, String> members = new HashMap<>();
    try (JsonReader json = JsonReader.of(text)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        String value = json.string();
        if (value != null) {
          members.put(NAMES.getOrDefault(name, name), value);
        }
      }
      json.requireEnd();
    } catch (IOException e) {
      throw unusable("it is no legal JSON object");
    }
    return members;
  }

  private static String required(Map<String, String> members, String name) {
    String value = members.get(name);
    if (value == null || value.isBlank()) {
      throw unusable("it has no " + name);
    }
    return value;
  }

  private static URI uri(String authority) {
    try {
      URI uri = URI.create(authority);
      if (uri.getHost() != null && ("https".equals(uri.getScheme()) || isLoopback(uri))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw unusable("its authority is no URL");
    }
    throw unusable("its authority is no https URL");
  }

  /** A stand-in on the same machine may do without TLS: the secret does not leave it. */
  private static boolean isLoopback(URI uri) {
    return "http".equals(uri.getScheme())
        && (uri.getHost().equals("127.0.0.1") || uri.getHost().equals("localhost"));
  }

  static FailureException unusable(String why) {
    return new FailureException(
        Failure.of(
            FailureKind.PROVIDER_CREDENTIALS,
            "The endpoint's Entra application cannot be used: "
                + why
                + ". Check the provider's credential in the configuration."));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "EntraApplication[" + clientId + "]";
  }
}
