@NullMarked
package cambio.server.runtime;

import org.jspecify.annotations.NullMarked;
