/** Choosing: a request, the catalogue and what is known of health go in, a plan comes out. Pure. */
@NullMarked
package cambio.router.plan;

import org.jspecify.annotations.NullMarked;
