package cambio.catalog.format;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.catalog.ShippedCatalog;
import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlFile;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.router.catalog.CatalogSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every example of docs/catalog.md is a file that works. */
class CatalogDocsTest {

  private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyExampleIsAccepted() throws IOException {
    CatalogSnapshot base = ShippedCatalog.load();
    Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "catalog.md")));
    int count = 0;
    while (examples.find()) {
      List<Problem> problems = new ArrayList<>();
      String text = examples.group(1);
      YamlMap file = YamlFile.parse("example", text, variable -> null, problems);
      CatalogSnapshot changed = CatalogOverlay.apply(base, file, problems).catalog();
      assertThat(problems).as(text).isEmpty();
      assertThat(changed).isNotSameAs(base);
      count++;
    }
    assertThat(count).isEqualTo(6);
  }
}
