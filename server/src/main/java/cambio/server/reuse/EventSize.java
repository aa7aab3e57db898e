package cambio.server.reuse;

import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Embedded;
import cambio.spi.event.FilterReported;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.UsageReported;
import org.jspecify.annotations.Nullable;

/** About how many bytes an event takes, in memory and stored. */
final class EventSize {

  private static final int EVENT = 64;
  private static final int TOKEN = 160;
  private static final int COMPONENT = 12;

  private EventSize() {}

  static long of(GenerationEvent event) {
    return EVENT
        + switch (event) {
          case ContentDelta delta -> length(delta.text());
          case ReasoningDelta delta -> length(delta.text()) + length(delta.signature());
          case RefusalDelta delta -> length(delta.text());
          case ToolCallDelta delta -> length(delta.arguments()) + length(delta.signature());
          case AnnotationAdded added -> length(added.json());
          case LogprobsReported reported ->
              reported.tokens().stream()
                  .mapToLong(t -> TOKEN * (1L + t.alternatives().size()))
                  .sum();
          case FilterReported reported -> length(reported.results());
          case MediaDelta delta -> length(delta.data()) + length(delta.transcript());
          case Opaque opaque -> length(opaque.json());
          case Embedded embedded ->
              embedded.vectors().stream()
                  .mapToLong(vector -> COMPONENT * (long) vector.length)
                  .sum();
          case Started started -> 0;
          case UsageReported usage -> 0;
          case Finished finished -> 0;
        };
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
