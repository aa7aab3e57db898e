package cambio.catalog;

import cambio.catalog.index.BenchmarkIndex;
import cambio.catalog.index.CatalogIndex;
import cambio.catalog.index.CatalogIndexer;
import cambio.router.catalog.BenchmarkScore;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The facts that come with Cambio. Each call reads them anew; safe for use by any thread. */
public final class ShippedCatalog {

  /**
   * The variable whose presence says that the local model runs, and where: its base URL up to but
   * without {@code /v1}.
   */
  public static final String LOCAL_MODEL_VARIABLE = "CAMBIO_LOCAL_MODEL_URL";

  private ShippedCatalog() {}

  /** The public providers, models and endpoints; the version is the date of the facts. */
  public static CatalogSnapshot load() {
    return read(CatalogIndexer.FACTS);
  }

  /** The same and, on top, the small model that runs beside the router ({@code +local}). */
  public static CatalogSnapshot loadWithLocalModel() {
    CatalogSnapshot facts = load();
    CatalogSnapshot local = read(CatalogIndexer.LOCAL_MODEL);
    List<Provider> providers = new ArrayList<>(facts.providers());
    providers.addAll(local.providers());
    List<Model> models = new ArrayList<>(facts.models());
    models.addAll(local.models());
    List<Endpoint> endpoints = new ArrayList<>(facts.endpointCount() + local.endpointCount());
    for (CatalogSnapshot part : List.of(facts, local)) {
      part.models().forEach(model -> endpoints.addAll(part.endpoints(model.slug())));
    }
    return new CatalogSnapshot(
        facts.version() + "+local", providers, models, endpoints, facts.aliases());
  }

  /** Public benchmark figures with their sources. */
  public static List<BenchmarkScore> benchmarks() {
    try {
      return BenchmarkIndex.read(open(CatalogIndexer.BENCHMARKS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CatalogSnapshot read(String resource) {
    try {
      return CatalogIndex.read(open(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream stream = ShippedCatalog.class.getClassLoader().getResourceAsStream(resource);
    if (stream == null) {
      throw new IllegalStateException(
          resource + " is not on the class path (expected: the build of cambio-catalog writes it)");
    }
    return new BufferedInputStream(stream, 1 << 16);
  }
}
