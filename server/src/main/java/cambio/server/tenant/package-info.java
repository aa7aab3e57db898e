/**
 * Who shares money and rules: organisations, their workspaces, members and keys, as values, with
 * the rules of changing them. Where they are kept is behind {@link
 * cambio.server.tenant.TenantStore}.
 */
@NullMarked
package cambio.server.tenant;

import org.jspecify.annotations.NullMarked;
