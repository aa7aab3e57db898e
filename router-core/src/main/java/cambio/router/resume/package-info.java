/**
 * Carrying an answer on that broke off: whether it is provably right, by whom, from which request,
 * and how the rest is joined to what the caller has seen. Values in, decisions out.
 */
@NullMarked
package cambio.router.resume;

import org.jspecify.annotations.NullMarked;
