/**
 * How an Entra application becomes a bearer token ({@code azure-entra}). What Azure speaks are
 * other dialects with declared data (deployments in the path, a version in the query), so there is
 * no codec here.
 *
 * <p>The application is a JSON document: {@code tenant_id}, {@code client_id}, {@code
 * client_secret}, and where they are not the usual ones {@code scope} and {@code authority} (an
 * https URL, for national clouds). The names of Azure's own tools ({@code tenantId}, {@code
 * clientId}, {@code clientSecret}) are taken too.
 */
@NullMarked
package cambio.dialect.azure;

import org.jspecify.annotations.NullMarked;
