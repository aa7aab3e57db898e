/** What must hold for the contracts as a whole, beyond what buf checks. */
@NullMarked
package cambio.proto;

import org.jspecify.annotations.NullMarked;
