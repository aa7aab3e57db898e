@NullMarked
package cambio.catalog;

import org.jspecify.annotations.NullMarked;
