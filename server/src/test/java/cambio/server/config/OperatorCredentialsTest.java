package cambio.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.catalog.yaml.Place;
import cambio.catalog.yaml.Problem;
import cambio.router.catalog.Provider;
import cambio.router.plan.CredentialRef;
import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.Quirks;
import cambio.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorCredentialsTest {

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private static Provider provider(String id, String auth, String... variables) {
    return new Provider(
        id,
        id,
        "any",
        "https://{region}.example",
        AuthStyle.parse(auth),
        List.of(variables),
        Map.of(),
        List.of(),
        Quirks.none(),
        null,
        null);
  }

  private OperatorCredentials gather(
      Map<String, String> settings, List<CredentialSettings> configured, Provider... providers) {
    return OperatorCredentials.gather(
        List.of(providers), configured, any -> settings, environment::get, problems);
  }

  private static CredentialSettings configured(String provider, String id) {
    return new CredentialSettings(
        new Place("cambio.yaml", 7, "credentials[0].provider"),
        provider,
        id,
        new Credential.ApiKey(Secret.of("from-file")));
  }

  @Test
  void aProviderIsLiveAsSoonAsItsVariableIsSet() {
    environment.put("SECOND_KEY", " s3cret \n");
    environment.put("BLANK_KEY", " ");
    Provider acme = provider("acme", "bearer", "FIRST_KEY", "SECOND_KEY");
    Provider dark = provider("dark", "header:x-api-key", "BLANK_KEY");
    OperatorCredentials credentials = gather(Map.of("region", "eu"), List.of(), acme, dark);
    assertThat(credentials.credentials(acme)).containsExactly(CredentialRef.operator("env"));
    assertThat(credentials.find("acme", "env"))
        .isEqualTo(new Credential.ApiKey(Secret.of("s3cret")));
    assertThat(credentials.settings(acme)).containsEntry("region", "eu");
    assertThat(credentials.credentials(dark)).isEmpty();
    assertThat(credentials.find("dark", "env")).isNull();
    assertThat(credentials.live()).containsExactly("acme");
    assertThat(credentials.toString()).doesNotContain("s3cret");
  }

  @Test
  void aProviderWithoutKeysNeedsNone() {
    Provider local = provider("local", "none");
    OperatorCredentials credentials = gather(Map.of(), List.of(), local);
    assertThat(credentials.credentials(local)).containsExactly(CredentialRef.operator("none"));
    assertThat(credentials.find("local", "none")).isEqualTo(Credential.NONE);
  }

  @Test
  void theFileComesBeforeTheEnvironment() {
    environment.put("KEY", "from-env");
    Provider acme = provider("acme", "bearer", "KEY");
    OperatorCredentials credentials =
        gather(Map.of(), List.of(configured("acme", "one"), configured("acme", "two")), acme);
    assertThat(credentials.credentials(acme))
        .extracting(CredentialRef::id)
        .containsExactly("one", "two", "env");
  }

  @Test
  void unknownProvidersAreNamedWithTheNearest() {
    gather(Map.of(), List.of(configured("acem", "one")), provider("acme", "bearer"));
    assertThat(problems)
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .startsWith(
            "cambio.yaml:7: credentials[0].provider: \"acem\" is no provider of the catalogue"
                + " (did you mean acme?");
  }

  @Test
  void schemesTakePairsFilesDocumentsAndTokens() throws IOException {
    Path account = directory.resolve("account.json");
    Files.writeString(account, "{\"a\":1}");
    environment.put("X_ACCESS_KEY_ID", "AK");
    environment.put("X_CREDENTIALS", account.toString());
    environment.put("Y_CREDENTIALS", "{\"b\":2}");
    environment.put("Z_CREDENTIALS", "/does/not/exist");
    environment.put("TOKEN", "t");
    Map<String, String> pair = Map.of("secret_access_key", "SK", "session_token", "ST");
    OperatorCredentials found =
        gather(
            pair,
            List.of(),
            provider("pair", "some-scheme", "NOT_SET", "X_ACCESS_KEY_ID"),
            provider("file", "some-scheme", "X_CREDENTIALS"),
            provider("document", "some-scheme", "Y_CREDENTIALS"),
            provider("missing", "some-scheme", "Z_CREDENTIALS"),
            provider("token", "some-scheme", "TOKEN", "X_ACCESS_KEY_ID"));
    assertThat(found.find("pair", "env"))
        .isEqualTo(new Credential.AwsKeys("AK", Secret.of("SK"), Secret.of("ST")));
    assertThat(found.find("file", "env"))
        .isEqualTo(new Credential.ServiceAccount(Secret.of("{\"a\":1}")));
    assertThat(found.find("document", "env"))
        .isEqualTo(new Credential.ServiceAccount(Secret.of("{\"b\":2}")));
    assertThat(found.find("missing", "env")).isNull();
    assertThat(found.find("token", "env")).isEqualTo(new Credential.ApiKey(Secret.of("t")));
    OperatorCredentials half =
        gather(Map.of(), List.of(), provider("pair", "some-scheme", "X_ACCESS_KEY_ID"));
    assertThat(half.live()).isEmpty();
  }
}
