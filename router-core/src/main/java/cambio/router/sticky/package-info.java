/**
 * Keeping a conversation at the endpoint that holds its prompt cache, as long as that is worth it.
 * Values in, decisions out.
 */
@NullMarked
package cambio.router.sticky;

import org.jspecify.annotations.NullMarked;
