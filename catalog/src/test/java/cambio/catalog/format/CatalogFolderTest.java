package cambio.catalog.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.catalog.index.CatalogIndexer;
import cambio.catalog.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFolderTest {

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void twoGoodFiles() throws IOException {
    write("catalog.yaml", "version: 2026-01-01\n");
    write("models/acme.yaml", "author: acme\nmodels:\n  - slug: acme/large\n");
    write("local/local.yaml", "");
    Files.createDirectories(folder.resolve("benchmarks"));
    provider("{valid_from: 2026-01-01, input: 1, output: 2}");
  }

  @Test
  void goodFolderHasNoProblems() throws IOException {
    CatalogFolder.Contents contents = CatalogFolder.read(folder);
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.catalog().endpoints("acme/large")).hasSize(1);
    assertThat(contents.catalog().version()).isEqualTo("2026-01-01");
  }

  @Test
  void conflictMustHoldTheHighestSourcedRate() throws IOException {
    provider(
        "{valid_from: 2026-01-01, input: 1, output: 2, trust: conflict,"
            + " competing: {a: {input: 1}, b: {input: 1.1}}}");

    assertThat(CatalogFolder.read(folder).problems().stream().map(Problem::toString))
        .containsExactly(
            "providers/shed.yaml:8: endpoints[0].prices[0].competing.b.input: 1.1 (expected: at"
                + " most 1, the version's own rate)");
  }

  @Test
  void filesAreNamedAfterWhatTheyHold() throws IOException {
    write("providers/other.yaml", "id: some\ndialect: openai-chat\n");
    write("models/acme.yaml", "author: acme\nmodels:\n  - slug: acme/large\n  - slug: x/y\n");

    assertThat(CatalogFolder.read(folder).problems().stream().map(Problem::toString))
        .containsExactly(
            "models/acme.yaml:4: models[1].slug: x/y (expected: an author of acme)",
            "providers/other.yaml:1: id: some (expected: the file's name)");
  }

  @Test
  void indexerRefusesAFolderWithProblemsAndNamesThemAll() throws IOException {
    provider("{valid_from: soon, input: cheap, output: 2}");

    String[] arguments = {folder.toString(), folder.resolve("classes").toString()};
    assertThatThrownBy(() -> CatalogIndexer.main(arguments))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("providers/shed.yaml:8: endpoints[0].prices[0].input: \"cheap\"")
        .hasMessageContaining("providers/shed.yaml:8: endpoints[0].prices[0].valid_from: \"soon\"");
    assertThat(folder.resolve("classes")).doesNotExist();
  }

  @Test
  void sameFilesGiveTheSameBytes() throws IOException {
    for (String classes : new String[] {"one", "two"}) {
      CatalogIndexer.main(new String[] {folder.toString(), folder.resolve(classes).toString()});
    }
    assertThat(folder.resolve("one").resolve(CatalogIndexer.FACTS))
        .hasSameBinaryContentAs(folder.resolve("two").resolve(CatalogIndexer.FACTS));
  }

  private void provider(String price) throws IOException {
    write(
        "providers/shed.yaml",
        """
        id: shed
        dialect: openai-chat
        base_url: https://shed.example/v1
        endpoints:
          - model: acme/large
            upstream: large
            prices:
              - %s
        """
            .formatted(price));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
