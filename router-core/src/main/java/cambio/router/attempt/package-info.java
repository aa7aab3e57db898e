/** What to do after an attempt: failures, verdicts and the next step. Pure. */
@NullMarked
package cambio.router.attempt;

import org.jspecify.annotations.NullMarked;
