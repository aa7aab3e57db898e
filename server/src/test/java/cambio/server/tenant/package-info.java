/** Tests of tenants and keys, and what other tests need of them. */
@NullMarked
package cambio.server.tenant;

import org.jspecify.annotations.NullMarked;
