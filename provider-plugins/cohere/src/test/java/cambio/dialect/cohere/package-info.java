/** Tests of the Anthropic Messages dialect. */
@NullMarked
package cambio.dialect.cohere;

import org.jspecify.annotations.NullMarked;
