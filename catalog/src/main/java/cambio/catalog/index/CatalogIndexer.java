package cambio.catalog.index;

import cambio.catalog.format.CatalogFolder;
import cambio.catalog.format.CatalogOverlay;
import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlFile;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.router.catalog.CatalogSnapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Run by the build: reads and checks the shipped files and writes their index next to the classes.
 * The first argument is the folder of facts, the second the folder of classes.
 */
public final class CatalogIndexer {

  /** Resources, by what they hold. */
  public static final String FACTS = "cambio/catalog/facts.idx";

  public static final String LOCAL_MODEL = "cambio/catalog/local.idx";
  public static final String BENCHMARKS = "cambio/catalog/benchmarks.idx";

  private CatalogIndexer() {}

  /**
   * Writes the index.
   *
   * @throws IllegalStateException with every problem of the files, a line each
   */
  public static void main(String[] arguments) throws IOException {
    Path facts = Path.of(arguments[0]);
    Path classes = Path.of(arguments[1]);
    CatalogFolder.Contents contents = CatalogFolder.read(facts);
    List<Problem> problems = new ArrayList<>(contents.problems());
    CatalogSnapshot local = localModel(facts.resolve("local/local.yaml"), problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          problems.stream().map(p -> "\n  " + p).collect(Collectors.joining("", "catalogue:", "")));
    }
    CatalogIndex.write(contents.catalog(), open(classes.resolve(FACTS)));
    CatalogIndex.write(local, open(classes.resolve(LOCAL_MODEL)));
    BenchmarkIndex.write(contents.benchmarks(), open(classes.resolve(BENCHMARKS)));
  }

  private static CatalogSnapshot localModel(Path file, List<Problem> problems) throws IOException {
    CatalogSnapshot nothing = new CatalogSnapshot("", List.of(), List.of(), List.of());
    String text = Files.readString(file);
    YamlMap sections = YamlFile.parse("local/local.yaml", text, variable -> null, problems);
    return CatalogOverlay.apply(nothing, sections, problems).catalog();
  }

  private static OutputStream open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return new BufferedOutputStream(Files.newOutputStream(file));
  }
}
