/**
 * Carrying a planned call out: attempts, commit, relay, settlement. Surfaces hand in a {@link
 * cambio.server.execution.GenerationCall} and an {@link cambio.server.execution.AnswerSink};
 * nothing here knows a dialect of either side.
 */
@NullMarked
package cambio.server.execution;

import org.jspecify.annotations.NullMarked;
