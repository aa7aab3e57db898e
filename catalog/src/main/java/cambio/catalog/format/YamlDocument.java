package cambio.catalog.format;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Parses YAML into nodes that know their lines. Nothing is constructed from tags. */
final class YamlDocument {

  private static final int LONGEST = 16 << 20;

  private YamlDocument() {}

  /** The fields of the top level, or null where there are none or the text is no YAML mapping. */
  static @Nullable Fields parse(CatalogSource source, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LONGEST);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(source.text()));
      return root == null ? null : Fields.of(root, "", problems);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : Problems.lineOf(e.getProblemMark());
      problems.add(line, "", "no valid YAML: " + e.getProblem());
    } catch (YAMLException e) {
      problems.add(1, "", "no valid YAML: " + e.getMessage());
    }
    return null;
  }
}
