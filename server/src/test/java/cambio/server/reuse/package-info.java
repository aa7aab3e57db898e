@NullMarked
package cambio.server.reuse;

import org.jspecify.annotations.NullMarked;
