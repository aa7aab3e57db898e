package cambio.spi.event;

import org.jspecify.annotations.Nullable;

/**
 * The provider has begun. At most one an answer, before every other event.
 *
 * @param upstreamId the provider's id of the answer, where it gave one
 * @param upstreamModel the model's name as the provider gave it, where it did
 */
public record Started(@Nullable String upstreamId, @Nullable String upstreamModel)
    implements GenerationEvent {

  @Override
  public boolean real() {
    return false;
  }
}
