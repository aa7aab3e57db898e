@NullMarked
package cambio.router;

import org.jspecify.annotations.NullMarked;
