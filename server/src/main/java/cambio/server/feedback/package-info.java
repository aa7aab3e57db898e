/** What callers say of answers. */
@NullMarked
package cambio.server.feedback;

import org.jspecify.annotations.NullMarked;
