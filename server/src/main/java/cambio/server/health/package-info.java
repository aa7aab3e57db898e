/** What routers tell one another of how endpoints do, in the background. */
@NullMarked
package cambio.server.health;

import org.jspecify.annotations.NullMarked;
