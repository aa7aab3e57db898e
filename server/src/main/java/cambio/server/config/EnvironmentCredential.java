package cambio.server.config;

import cambio.router.catalog.Provider;
import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the environment holds for a provider. The form follows from the catalogue's facts, never
 * from the provider's name.
 */
final class EnvironmentCredential {

  private static final Logger log = LoggerFactory.getLogger(EnvironmentCredential.class);

  /** The settings that complete a pair of signing keys. */
  private static final String SECRET_ACCESS_KEY = "secret_access_key";

  private static final String SESSION_TOKEN = "session_token";

  private final Function<String, @Nullable String> environment;

  EnvironmentCredential(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /** The credential in the first variable that is set, or null. */
  @Nullable Credential of(Provider provider, Map<String, String> settings) {
    if (provider.auth() instanceof AuthStyle.None) {
      return Credential.NONE;
    }
    for (String variable : provider.keyVariables()) {
      String value = environment.apply(variable);
      if (value != null && !value.isBlank()) {
        Credential credential = credential(provider, variable, value.strip(), settings);
        if (credential != null) {
          return credential;
        }
      }
    }
    return null;
  }

  private static @Nullable Credential credential(
      Provider provider, String variable, String value, Map<String, String> settings) {
    return switch (provider.auth()) {
      case AuthStyle.Bearer bearer -> new Credential.ApiKey(Secret.of(value));
      case AuthStyle.Header header ->
          header.exchange() == null
              ? new Credential.ApiKey(Secret.of(value))
              : ofScheme(provider, variable, value, settings);
      case AuthStyle.Scheme scheme -> ofScheme(provider, variable, value, settings);
      case AuthStyle.None none -> Credential.NONE;
    };
  }

  /** Half of a pair, the name of a file, a JSON document, or a key after all. */
  private static @Nullable Credential ofScheme(
      Provider provider, String variable, String value, Map<String, String> settings) {
    if (variable.endsWith("ACCESS_KEY_ID")) {
      String secret = settings.get(SECRET_ACCESS_KEY);
      if (secret == null) {
        log.warn("{} is set for {} without its secret half", variable, provider.id());
        return null;
      }
      String session = settings.get(SESSION_TOKEN);
      return new Credential.AwsKeys(
          value, Secret.of(secret), session == null ? null : Secret.of(session));
    }
    if (value.startsWith("{")) {
      return new Credential.ServiceAccount(Secret.of(value));
    }
    if (variable.endsWith("_CREDENTIALS") || variable.endsWith("_FILE")) {
      return ofFile(provider, variable, value);
    }
    return new Credential.ApiKey(Secret.of(value));
  }

  private static @Nullable Credential ofFile(Provider provider, String variable, String value) {
    try {
      return new Credential.ServiceAccount(Secret.of(Files.readString(Path.of(value))));
    } catch (IOException | InvalidPathException e) {
      log.warn("{} is set for {}, but its file cannot be read", variable, provider.id());
      return null;
    }
  }
}
