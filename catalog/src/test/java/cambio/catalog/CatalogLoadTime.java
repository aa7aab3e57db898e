package cambio.catalog;

import cambio.router.catalog.CatalogSnapshot;

/** Prints how long loading takes in this JVM, cold; started by hand, see docs/evidence.md. */
final class CatalogLoadTime {

  private CatalogLoadTime() {}

  public static void main(String[] arguments) {
    long start = System.nanoTime();
    CatalogSnapshot catalog = ShippedCatalog.load();
    long micros = (System.nanoTime() - start) / 1_000;
    System.out.printf(
        "%d endpoints in %d.%03d ms%n", catalog.endpointCount(), micros / 1_000, micros % 1_000);
  }
}
