/** What the doors have in common. Each door is a package of its own below. */
@NullMarked
package cambio.server.surface;

import org.jspecify.annotations.NullMarked;
