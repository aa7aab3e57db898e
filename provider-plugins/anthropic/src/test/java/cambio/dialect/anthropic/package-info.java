/** Tests of the Anthropic Messages dialect. */
@NullMarked
package cambio.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
