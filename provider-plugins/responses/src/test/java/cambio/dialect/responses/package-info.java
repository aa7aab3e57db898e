@NullMarked
package cambio.dialect.responses;

import org.jspecify.annotations.NullMarked;
