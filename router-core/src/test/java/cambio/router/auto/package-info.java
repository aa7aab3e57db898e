@NullMarked
package cambio.router.auto;

import org.jspecify.annotations.NullMarked;
