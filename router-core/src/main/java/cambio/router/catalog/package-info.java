/**
 * The catalogue: which models there are, who serves them, where, at what price. Immutable values; a
 * {@link cambio.router.catalog.CatalogSnapshot} is replaced whole.
 */
@NullMarked
package cambio.router.catalog;

import org.jspecify.annotations.NullMarked;
