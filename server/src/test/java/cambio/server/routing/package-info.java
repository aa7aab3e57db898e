@NullMarked
package cambio.server.routing;

import org.jspecify.annotations.NullMarked;
