/** Tests of the Gemini dialect. */
@NullMarked
package cambio.dialect.gemini;

import org.jspecify.annotations.NullMarked;
