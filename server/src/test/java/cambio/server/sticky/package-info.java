@NullMarked
package cambio.server.sticky;

import org.jspecify.annotations.NullMarked;
