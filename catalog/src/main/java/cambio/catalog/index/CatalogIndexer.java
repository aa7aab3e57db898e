package cambio.catalog.index;

import cambio.catalog.format.CatalogFolder;
import cambio.catalog.format.CatalogOverlay;
import cambio.catalog.format.CatalogProblem;
import cambio.catalog.format.CatalogSource;
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
    CatalogOverlay.Result local = localModel(facts.resolve("local/local.yaml"));
    List<CatalogProblem> problems = new ArrayList<>(contents.problems());
    problems.addAll(local.problems());
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          problems.stream().map(p -> "\n  " + p).collect(Collectors.joining("", "catalogue:", "")));
    }
    CatalogIndex.write(contents.catalog(), open(classes.resolve(FACTS)));
    CatalogIndex.write(local.catalog(), open(classes.resolve(LOCAL_MODEL)));
    BenchmarkIndex.write(contents.benchmarks(), open(classes.resolve(BENCHMARKS)));
  }

  private static CatalogOverlay.Result localModel(Path file) throws IOException {
    CatalogSnapshot nothing = new CatalogSnapshot("", List.of(), List.of(), List.of());
    CatalogSource source = new CatalogSource("local/local.yaml", Files.readString(file));
    return CatalogOverlay.apply(nothing, source);
  }

  private static OutputStream open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return new BufferedOutputStream(Files.newOutputStream(file));
  }
}
