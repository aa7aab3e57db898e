package cambio.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.quota.Measure;
import cambio.router.quota.Scope;
import cambio.server.auth.ApiKey;
import cambio.server.auth.KeyEntry;
import cambio.server.auth.KeyFile;
import cambio.server.auth.KeyRing;
import cambio.server.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private CommandLineFixture cambio;

  @BeforeEach
  void start() {
    cambio = new CommandLineFixture(directory);
  }

  private List<KeyEntry> kept() {
    return new KeyFile(directory.resolve("keys.yaml")).read();
  }

  @Test
  void aMadeKeyIsShownOnceAndOnlyItsHashIsKept() throws IOException {
    Result made = cambio.run("keys", "create", "ci", "--requests-per-minute", "60");
    String key = made.out().lines().findFirst().orElseThrow();
    assertThat(made.code()).isZero();
    assertThat(key).matches("sk-cambio-v1-[0-9a-f]{64}");
    assertThat(Files.readString(directory.resolve("keys.yaml")))
        .contains(ApiKey.hash(key))
        .doesNotContain(key);
    assertThat(
            kept().getFirst().entitlements().quota().rate(Scope.KEY, Measure.REQUESTS_PER_MINUTE))
        .isEqualTo(60);
    assertThat(new KeyRing(kept()).find(key)).isNotNull();
    assertThat(cambio.run("keys", "list").out())
        .contains("ci", "active", "60", "keys.yaml")
        .doesNotContain(key);
  }

  @Test
  void printKeepsNothingAndShowsWhatToPaste() {
    Result made =
        cambio.run(
            "keys", "create", "ci", "--print", "--models", "a/b,c/*", "--expires-at", "2027-01-31");
    assertThat(kept()).isEmpty();
    assertThat(made.out())
        .contains("  - name: \"ci\"\n    hash: ")
        .contains("models: [\"a/b\", \"c/*\"]")
        .contains("expires_at: 2027-01-31T00:00:00Z");
  }

  @Test
  void keysAreSwitchedByNameOrId() {
    String key = cambio.run("keys", "create", "ci").out().lines().findFirst().orElseThrow();
    assertThat(cambio.run("keys", "disable", "ci").code()).isZero();
    assertThat(kept().getFirst().disabled()).isTrue();
    assertThat(cambio.run("keys", "list", "--json").out()).contains("\"state\" : \"disabled\"");
    assertThat(cambio.run("keys", "enable", ApiKey.hash(key).substring(0, 8)).code()).isZero();
    assertThat(kept().getFirst().disabled()).isFalse();
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    cambio.run("keys", "create", "ci");
    assertThat(cambio.run("keys", "create", "ci"))
        .isEqualTo(
            new Result(1, "", "NAME: there is a key \"ci\" already (expected: a new name)\n"));
    assertThat(cambio.run("keys", "disable", "nobody").err()).contains("there is no key");
    assertThat(cambio.run("keys", "create", "x", "--requests-per-minute", "-1").err())
        .contains("-1 (expected: 0..1000000)");
    assertThat(cambio.run("keys", "create", "x", "--expires-at", "soon").err())
        .contains("\"soon\" (expected: 2027-01-31");
    assertThat(cambio.run("keys", "create").code()).isEqualTo(2);
    Files.writeString(
        directory.resolve("cambio.yaml"),
        "version: 1\nkeys: [{name: fixed, hash: " + ApiKey.hash("k") + "}]\n");
    assertThat(cambio.run("keys", "disable", "fixed").err())
        .contains("is listed in cambio.yaml: set disabled: true there");
    Files.writeString(directory.resolve("cambio.yaml"), "version: 1\nserver: {port: x}\n");
    assertThat(cambio.run("keys", "list").err()).startsWith("cambio.yaml:2: server.port: \"x\"");
  }
}
