/**
 * The shipped catalogue and what is made of it: {@link cambio.catalog.ShippedCatalog} loads it,
 * {@link cambio.catalog.format.CatalogOverlay} lays the user's file over it, {@link
 * cambio.catalog.EndpointResolver} turns an endpoint into something that can be called, and {@link
 * cambio.catalog.CatalogReport} says what cannot be.
 */
@NullMarked
package cambio.catalog;

import org.jspecify.annotations.NullMarked;
