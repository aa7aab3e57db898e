package cambio.router.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelAliasTest {

  private static final List<String> SERVED =
      List.of(
          "acme/large-3",
          "acme/large-3.5",
          "acme/large-3.10",
          "acme/large-3.10-mini",
          "acme/large-4-preview",
          "acme/other");

  @Test
  void theHighestVersionIsMeant() {
    assertThat(resolve("acme/large-#")).isEqualTo("acme/large-3.10");
    assertThat(resolve("acme/large-#-mini")).isEqualTo("acme/large-3.10-mini");
    assertThat(resolve("acme/large-#", "acme/large-#-preview")).isEqualTo("acme/large-4-preview");
  }

  @Test
  void aSlugWithoutANumberStandsForItself() {
    assertThat(resolve("acme/gone", "acme/other")).isEqualTo("acme/other");
    assertThat(resolve("acme/gone")).isNull();
  }

  @Test
  void whatLooksLikeAPatternElsewhereIsNone() {
    assertThat(new ModelAlias("a/b", List.of("acme/large.#")).resolve(SERVED)).isNull();
  }

  private static @Nullable String resolve(String... models) {
    return new ModelAlias("acme/large-latest", List.of(models)).resolve(SERVED);
  }
}
