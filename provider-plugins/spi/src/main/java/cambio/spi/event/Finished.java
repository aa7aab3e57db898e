package cambio.spi.event;

import org.jspecify.annotations.Nullable;

/**
 * A choice has ended.
 *
 * @param nativeReason the provider's own word, where it gave one
 */
public record Finished(int choice, FinishReason reason, @Nullable String nativeReason)
    implements GenerationEvent {

  @Override
  public boolean real() {
    return true;
  }
}
