/** Tests of the store of content. */
@NullMarked
package cambio.server.content;

import org.jspecify.annotations.NullMarked;
