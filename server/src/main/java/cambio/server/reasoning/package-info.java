/**
 * Keeps a model's reasoning between the turns of a tool conversation. Providers seal their models'
 * reasoning and want it back, unchanged, with the results of the tools; a plain OpenAI client has
 * no place for it and drops it. So it is kept by the ids of the tool calls, and put back where they
 * come without it, to endpoints of the model and the dialect that it came from.
 */
@NullMarked
package cambio.server.reasoning;

import org.jspecify.annotations.NullMarked;
