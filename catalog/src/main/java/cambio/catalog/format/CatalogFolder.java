package cambio.catalog.format;

import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlFile;
import cambio.catalog.yaml.YamlSection;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.router.catalog.BenchmarkScore;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Model;
import cambio.router.catalog.ModelAlias;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Reads the folder of shipped facts: {@code catalog.yaml}, {@code aliases.yaml}, {@code
 * models/<author>.yaml}, {@code providers/<id>.yaml}, {@code benchmarks/<name>.yaml}.
 */
public final class CatalogFolder {

  private final CatalogDraft draft = CatalogDraft.empty();
  private final List<BenchmarkScore> benchmarks = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private String version = "unknown";

  private CatalogFolder() {}

  /**
   * What is in the folder.
   *
   * @param catalog without what could not be read
   * @param problems everything that is wrong, file by file
   */
  public record Contents(
      CatalogSnapshot catalog, List<BenchmarkScore> benchmarks, List<Problem> problems) {}

  /**
   * Reads and checks every file.
   *
   * @throws IOException where a file cannot be read at all
   */
  public static Contents read(Path root) throws IOException {
    CatalogFolder folder = new CatalogFolder();
    folder.file(root, root.resolve("catalog.yaml"), (path, fields) -> folder.head(fields));
    if (Files.exists(root.resolve("aliases.yaml"))) {
      folder.file(root, root.resolve("aliases.yaml"), (path, fields) -> folder.aliases(fields));
    }
    folder.each(root, "models", folder::models);
    folder.each(root, "providers", folder::provider);
    folder.each(root, "benchmarks", (path, f) -> folder.benchmarks.addAll(BenchmarkReader.read(f)));
    return new Contents(
        folder.draft.snapshot(folder.version),
        List.copyOf(folder.benchmarks),
        List.copyOf(folder.problems));
  }

  private void head(YamlSection fields) {
    version = fields.required("version", "the date of the facts");
    fields.end();
  }

  private void aliases(YamlSection file) {
    for (YamlSection fields : file.sections("aliases")) {
      ModelAlias alias = AliasReader.read(fields);
      if (alias != null) {
        draft.add(fields, alias);
      }
    }
    file.end();
  }

  private void models(Path path, YamlSection file) {
    String author = file.required("author", "the author's name");
    for (YamlSection fields : file.sections("models")) {
      Model model = ModelReader.read(fields, slug -> null);
      if (model != null) {
        if (!model.author().equals(author)) {
          fields.problem("slug", model.slug() + " (expected: an author of " + author + ")");
        }
        draft.add(fields, model);
      }
    }
    file.end();
  }

  private void provider(Path path, YamlSection file) {
    ProviderPage page = ProviderReader.read(file, id -> null);
    if (page == null) {
      return;
    }
    if (!path.getFileName().toString().equals(page.provider().id() + ".yaml")) {
      file.problem("id", page.provider().id() + " (expected: the file's name)");
    }
    draft.add(file, page);
    EndpointReader endpoints = new EndpointReader(draft, PriceReader.ofShipped());
    for (YamlSection fields : file.sections("endpoints")) {
      endpoints.read(fields, page);
    }
    file.end();
  }

  private void each(Path root, String folder, BiConsumer<Path, YamlSection> read)
      throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      for (Path path : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        file(root, path, read);
      }
    }
  }

  private void file(Path root, Path path, BiConsumer<Path, YamlSection> read) throws IOException {
    String name = root.relativize(path).toString();
    YamlMap parsed = YamlFile.parse(name, Files.readString(path), variable -> null, problems);
    read.accept(path, new YamlSection(parsed, problems));
  }
}
