/**
 * A YAML file as a tree that knows its lines, and a reader of its sections that gathers every
 * problem instead of stopping at the first. Shared by the catalogue's overlay and the server's
 * configuration, so that {@code cambio.yaml} is parsed once.
 */
@NullMarked
package cambio.catalog.yaml;

import org.jspecify.annotations.NullMarked;
