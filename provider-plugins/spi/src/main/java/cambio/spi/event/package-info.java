/** What comes out of a model, whatever the dialect. */
@NullMarked
package cambio.spi.event;

import org.jspecify.annotations.NullMarked;
