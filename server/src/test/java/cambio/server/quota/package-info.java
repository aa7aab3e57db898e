@NullMarked
package cambio.server.quota;

import org.jspecify.annotations.NullMarked;
