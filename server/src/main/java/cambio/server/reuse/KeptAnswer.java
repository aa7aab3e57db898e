package cambio.server.reuse;

import cambio.spi.Adjustment;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Embedded;
import cambio.spi.event.FilterReported;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it is stored: what was said, by whom, and nothing of what was asked.
 *
 * @param source the generation that it was made for
 * @param at when it was stored, in milliseconds of the epoch
 * @param until when it ends to be given again, in milliseconds of the epoch
 * @param adjustments what reached the provider otherwise than the caller put it
 * @param events in order; without counts of usage, for it costs nothing to give it again
 */
record KeptAnswer(
    String source,
    String model,
    String provider,
    String endpoint,
    long at,
    long until,
    List<Adjustment> adjustments,
    List<GenerationEvent> events) {

  /** Escapes, because a provider may cut a text within a surrogate pair. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addMixIn(GenerationEvent.class, Typed.class)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  /** The names of events in what is stored. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Started.class, name = "started"),
    @JsonSubTypes.Type(value = ContentDelta.class, name = "content"),
    @JsonSubTypes.Type(value = ReasoningDelta.class, name = "reasoning"),
    @JsonSubTypes.Type(value = RefusalDelta.class, name = "refusal"),
    @JsonSubTypes.Type(value = ToolCallDelta.class, name = "tool_call"),
    @JsonSubTypes.Type(value = AnnotationAdded.class, name = "annotation"),
    @JsonSubTypes.Type(value = LogprobsReported.class, name = "logprobs"),
    @JsonSubTypes.Type(value = FilterReported.class, name = "filter"),
    @JsonSubTypes.Type(value = MediaDelta.class, name = "media"),
    @JsonSubTypes.Type(value = Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = Opaque.class, name = "opaque"),
    @JsonSubTypes.Type(value = Embedded.class, name = "embedded"),
  })
  private interface Typed {}

  KeptAnswer {
    adjustments = List.copyOf(adjustments);
    events = List.copyOf(events);
  }

  /**
   * Whether an answer is worth keeping: it is whole, and came to the end that its model gave it.
   * What a limit or a filter cut off would be cut off for everybody after.
   */
  static boolean worthIt(List<GenerationEvent> events) {
    boolean ended = false;
    for (GenerationEvent event : events) {
      if (event instanceof Finished finished) {
        ended = true;
        if (finished.reason() != FinishReason.STOP && finished.reason() != FinishReason.TOOL_CALL) {
          return false;
        }
      } else if (event instanceof Embedded) {
        ended = true;
      }
    }
    return ended;
  }

  Origin origin() {
    return new Origin(
        source,
        model,
        provider,
        endpoint,
        Instant.ofEpochMilli(at),
        Instant.ofEpochMilli(until),
        true);
  }

  byte[] toBytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer can always be written", e);
    }
  }

  /** Null where the bytes are none of ours, perhaps of another version. */
  static @Nullable KeptAnswer of(byte[] bytes) {
    try {
      return JSON.readValue(bytes, KeptAnswer.class);
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
