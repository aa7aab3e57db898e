package cambio.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterNameTest {

  @Test
  void aNameIsMadeOnceAndKept(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("data").resolve("router.name");
    assertThat(RouterName.of(file, () -> "one")).isEqualTo("one");
    assertThat(RouterName.of(file, () -> "two")).isEqualTo("one");
    Files.writeString(file, " \n");
    assertThat(RouterName.of(file, () -> "three")).isEqualTo("three");
  }
}
