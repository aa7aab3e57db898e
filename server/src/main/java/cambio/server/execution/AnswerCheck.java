package cambio.server.execution;

import cambio.spi.event.GenerationEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks at a whole answer before it is shown. Safe from any thread; never blocks. */
@FunctionalInterface
public interface AnswerCheck {

  /**
   * Checks an answer.
   *
   * @return completes with what is wrong with it, for the caller and without a word of the answer;
   *     or with null
   */
  CompletionStage<@Nullable String> fault(List<GenerationEvent> answer);

  /** Finds the check for a call. */
  @FunctionalInterface
  interface Source {

    /** Null where there is nothing to check. */
    @Nullable AnswerCheck of(GenerationCall call);

    /** Checks nothing. */
    static Source none() {
      return call -> null;
    }
  }
}
