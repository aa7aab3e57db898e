/** Where conversations are held, shared between routers. */
@NullMarked
package cambio.server.sticky;

import org.jspecify.annotations.NullMarked;
