@NullMarked
package cambio.catalog.format;

import org.jspecify.annotations.NullMarked;
