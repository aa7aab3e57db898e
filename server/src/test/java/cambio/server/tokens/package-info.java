@NullMarked
package cambio.server.tokens;

import org.jspecify.annotations.NullMarked;
