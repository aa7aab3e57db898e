/** Tests of Azure's credentials. */
@NullMarked
package cambio.dialect.azure;

import org.jspecify.annotations.NullMarked;
