package cambio.catalog.format;

/**
 * A YAML text.
 *
 * @param name what messages call it, e.g. {@code cambio.yaml}
 * @param text the whole text, with variables already replaced, so that line numbers are the file's
 */
public record CatalogSource(String name, String text) {

  /** Only the name: a configuration may hold secrets. */
  @Override
  public String toString() {
    return "CatalogSource[" + name + "]";
  }
}
