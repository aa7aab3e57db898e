package cambio.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.cli.CommandLineFixture.Result;
import cambio.server.tenant.ApiKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private String first(String... command) {
    Result made = cambio.run(command);
    assertThat(made.code()).as(made.err()).isZero();
    return made.out().lines().findFirst().orElseThrow();
  }

  private String list() {
    return cambio.run("keys", "list", "--json").out();
  }

  @Test
  void aMadeKeyIsShownOnceAndOnlyItsHashIsKept() throws IOException {
    String key = first("keys", "create", "ci", "--requests-per-minute", "60", "--limit", "2.50");
    assertThat(key).matches("sk-cambio-v1-[0-9a-f]{64}");
    byte[] file = Files.readAllBytes(directory.resolve("cambio.db"));
    assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain(key);
    assertThat(list())
        .contains(ApiKey.hash(key), "\"limit_usd\" : \"2.5\"", "\"requests_per_minute\" : 60")
        .doesNotContain(key);
    assertThat(cambio.run("keys", "list").out()).contains("ci", "active", "60", "database");
  }

  @Test
  void printKeepsNothingAndShowsWhatToPaste() {
    Result made =
        cambio.run(
            "keys",
            "create",
            "ci",
            "--print",
            "--management",
            "--models",
            "a/b,c/*",
            "--expires-at",
            "2027-01-31");
    assertThat(list()).isEqualTo("[ ]\n");
    assertThat(made.out())
        .contains("  - name: \"ci\"\n    hash: ")
        .contains("kind: management")
        .contains("models: [\"a/b\", \"c/*\"]")
        .contains("expires_at: 2027-01-31T00:00:00Z");
  }

  @Test
  void keysAreSwitchedChangedRotatedAndRevokedByNameOrId() {
    String key = first("keys", "create", "ci", "--limit", "1");
    first("keys", "disable", "ci");
    assertThat(list()).contains("\"state\" : \"disabled\"");
    first("keys", "disable", ApiKey.hash(key).substring(0, 8), "--undo");
    assertThat(list()).contains("\"state\" : \"active\"");
    first("keys", "update", "ci", "--name", "build", "--limit-reset", "daily", "--models", "a/b");
    assertThat(list()).contains("\"build\"", "\"daily\"", "\"limit_usd\" : \"1\"", "a/b");
    first("keys", "update", "build", "--limit", "none", "--models", "none");
    assertThat(list()).contains("\"limit_usd\" : null", "\"models\" : [ ]");
    String fresh = first("keys", "rotate", "build", "--grace", "24");
    assertThat(list()).contains(ApiKey.hash(fresh)).doesNotContain(ApiKey.hash(key));
    first("keys", "delete", "build");
    assertThat(list()).isEqualTo("[ ]\n");
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    first("keys", "create", "ci");
    assertThat(cambio.run("keys", "create", "ci"))
        .isEqualTo(
            new Result(1, "", "NAME: there is a key \"ci\" already (expected: a new name)\n"));
    assertThat(cambio.run("keys", "disable", "nobody").err()).contains("there is no key");
    assertThat(cambio.run("keys", "create", "x", "--requests-per-minute", "-1").err())
        .contains("-1 (expected: 0 to");
    assertThat(cambio.run("keys", "create", "x", "--limit", "-1").err()).startsWith("--limit: ");
    assertThat(cambio.run("keys", "create", "x", "--limit", "0.0000000001").err())
        .contains("at most 9 decimals");
    assertThat(cambio.run("keys", "create", "x", "--limit", "1e999999999").err())
        .startsWith("--limit: ");
    assertThat(cambio.run("keys", "create", "x", "--expires-at", "soon").err())
        .contains("\"soon\" (expected: 2027-01-31");
    assertThat(cambio.run("keys", "create", "x", "--expires-at", "2020-01-01").err())
        .contains("is past");
    assertThat(cambio.run("keys", "create", "a\u0007b").err()).contains("control characters");
    assertThat(cambio.run("keys", "create", "x", "--organization", "nobody").err())
        .contains("There is no organisation \"nobody\"");
    assertThat(cambio.run("keys", "create").code()).isEqualTo(2);
    assertThat(list()).containsOnlyOnce("\"name\"");
    Files.writeString(
        directory.resolve("cambio.yaml"),
        "version: 1\nkeys: [{name: fixed, hash: " + ApiKey.hash("k") + "}]\n");
    assertThat(cambio.run("keys", "disable", "fixed").err())
        .contains("is listed in cambio.yaml: change it there");
    Files.writeString(directory.resolve("cambio.yaml"), "version: 1\nserver: {port: x}\n");
    assertThat(cambio.run("keys", "list").err()).startsWith("cambio.yaml:2: server.port: \"x\"");
  }

  @Test
  void organisationsAndWorkspacesAreMadeListedAndChanged() {
    first("orgs", "create", "acme", "--name", "Acme Corp", "--budget", "monthly=100");
    first("workspaces", "create", "dev", "--organization", "acme", "--budget", "daily=5");
    first("workspaces", "update", "dev", "--organization", "acme", "--disabled", "true");
    assertThat(cambio.run("orgs", "list").out()).contains("acme", "Acme Corp", "monthly=100");
    assertThat(cambio.run("workspaces", "list", "--organization", "acme").out())
        .contains("default", "dev", "daily=5", "disabled");
    String key = first("keys", "create", "app", "--organization", "acme", "--workspace", "dev");
    first("workspaces", "delete", "dev", "--organization", "acme");
    assertThat(list()).doesNotContain(ApiKey.hash(key));
    first("orgs", "update", "acme", "--disabled", "true");
    assertThat(cambio.run("orgs", "list").out()).contains("disabled");
    assertThat(cambio.run("orgs", "create", "acme").err()).contains("already");
    assertThat(cambio.run("orgs", "create", "A b").err()).startsWith("ID: not an id");
    assertThat(cambio.run("workspaces", "delete", "default").err()).contains("cannot be deleted");
  }
}
