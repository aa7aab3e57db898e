/** Counts prompts with a tokenizer, where an estimate by bytes does not decide. */
@NullMarked
package cambio.server.tokens;

import org.jspecify.annotations.NullMarked;
