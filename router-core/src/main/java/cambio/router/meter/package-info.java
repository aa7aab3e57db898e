/** Counts what an answer is made of: tokens, times, finish reasons. */
@NullMarked
package cambio.router.meter;

import org.jspecify.annotations.NullMarked;
