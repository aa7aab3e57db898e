/**
 * Whole answers given again: stored ones (the response cache), and those of an identical call that
 * is under way (coalescing). Stands before the engine; a call that does not ask for it passes by.
 */
@NullMarked
package cambio.server.reuse;

import org.jspecify.annotations.NullMarked;
