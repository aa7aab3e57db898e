@NullMarked
package cambio.router.catalog;

import org.jspecify.annotations.NullMarked;
