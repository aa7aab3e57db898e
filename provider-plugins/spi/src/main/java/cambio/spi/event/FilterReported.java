package cambio.spi.event;

import org.jspecify.annotations.Nullable;

/**
 * What the provider's content filter found in the prompt or in the answer. It says what was looked
 * at; whether an answer was cut stands in its {@link FinishReason}. May be reported many times an
 * answer, each time for what is new.
 *
 * @param choice the choice that was looked at; null where it was the prompt
 * @param results a JSON object with a member a category, in the provider's words, e.g. <code>
 *     {"hate":{"filtered":false,"severity":"safe"}}</code>
 */
public record FilterReported(@Nullable Integer choice, String results) implements GenerationEvent {

  @Override
  public boolean real() {
    return false;
  }
}
