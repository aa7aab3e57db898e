@NullMarked
package cambio.router.context;

import org.jspecify.annotations.NullMarked;
