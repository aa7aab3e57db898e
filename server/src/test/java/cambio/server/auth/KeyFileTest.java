package cambio.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.plan.Entitlements;
import cambio.router.quota.QuotaRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsReadBack() {
    KeyFile file = new KeyFile(directory.resolve("new/keys.yaml"));
    assertThat(file.read()).isEmpty();
    KeyEntry plain =
        new KeyEntry("a", ApiKey.hash("a"), "default", "default", Entitlements.all(), null, false);
    KeyEntry full =
        new KeyEntry(
            "odd \"name\" \\ ${HOME} \n é",
            ApiKey.hash("b"),
            "acme: 1",
            "dev",
            new Entitlements(
                Set.of("acme/*", "x/y"),
                Set.of("p"),
                QuotaRules.requestsOfKey(ApiKey.hash("b"), 7)),
            Instant.parse("2027-01-31T12:00:00Z"),
            true);
    file.update(none -> List.of(plain, full));
    assertThat(file.read()).containsExactly(plain, full);
    file.update(all -> List.of());
    assertThat(file.read()).isEmpty();
  }

  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    KeyFile file = new KeyFile(directory.resolve("new/keys.yaml"));
    file.update(none -> none);
    assertThat(permissions(file.path())).isEqualTo("rw-------");
    assertThat(permissions(directory.resolve("new"))).isEqualTo("rwx------");
  }

  @Test
  void aBrokenFileIsNotOverwritten() throws IOException {
    KeyFile file = new KeyFile(directory.resolve("keys.yaml"));
    Files.writeString(file.path(), "keys: [");
    assertThatThrownBy(() -> file.update(all -> List.of())).hasMessageContaining("is no YAML");
    assertThat(Files.readString(file.path())).isEqualTo("keys: [");
  }

  @Test
  void theLocalKeyIsKept() throws IOException {
    Path file = directory.resolve("data/local.key");
    String made = LocalKey.obtain(null, file, new Random(1));
    assertThat(made).startsWith(ApiKey.PREFIX);
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(LocalKey.obtain("", file, new Random(2))).isEqualTo(made);
    assertThat(LocalKey.obtain("sk-fixed", file, new Random(2))).isEqualTo("sk-fixed");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
