package cambio.server.execution;

import cambio.spi.Adjustment;
import cambio.spi.event.GenerationEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a whole answer before it is shown, and may put it right. Safe from any thread; never
 * blocks.
 */
@FunctionalInterface
public interface AnswerCheck {

  /**
   * Checks an answer.
   *
   * @return completes with what came of it
   */
  CompletionStage<Finding> look(List<GenerationEvent> answer);

  /**
   * What came of it.
   *
   * @param fault what is wrong with it, for the caller and without a word of the answer; null where
   *     nothing is
   * @param answer the answer to show
   * @param repair what was put right; null where nothing was
   */
  record Finding(
      @Nullable String fault, List<GenerationEvent> answer, @Nullable Adjustment repair) {

    public Finding {
      answer = List.copyOf(answer);
    }

    /** It may be shown as it is, or not at all. */
    public static Finding of(List<GenerationEvent> answer, @Nullable String fault) {
      return new Finding(fault, answer, null);
    }
  }

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
