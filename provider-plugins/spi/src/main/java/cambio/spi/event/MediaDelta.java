package cambio.spi.event;

import cambio.spi.request.Modality;
import org.jspecify.annotations.Nullable;

/**
 * More of an image, a sound or a video that the model makes.
 *
 * @param index which piece of media of the choice, from 0
 * @param mediaType e.g. {@code image/png}, where known
 * @param data base64 data, a piece of which may be cut anywhere; or empty
 * @param url where the media lies, if it came as a link
 * @param transcript more of the spoken text, for audio
 * @param id the provider's id of the media
 */
public record MediaDelta(
    int choice,
    int index,
    Modality modality,
    @Nullable String mediaType,
    String data,
    @Nullable String url,
    @Nullable String transcript,
    @Nullable String id)
    implements GenerationEvent {

  @Override
  public boolean real() {
    return !data.isEmpty() || url != null || (transcript != null && !transcript.isEmpty());
  }
}
