/** Tests of what is remembered between turns. */
@NullMarked
package cambio.server.reasoning;

import org.jspecify.annotations.NullMarked;
