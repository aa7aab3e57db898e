package cambio.dialect.bedrock;

import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes canonical events, numbers calls and reasoning blocks, and holds events until taken. */
final class AnswerEvents {

  private final @Nullable String format;
  private final @Nullable String id;
  private final List<GenerationEvent> events = new ArrayList<>();
  private boolean started;
  private int calls;
  private int reasonings;
  private int media;

  /**
   * No events yet.
   *
   * @param format the name of the model's reasoning format, or null
   * @param id the provider's id of the answer, or null
   */
  AnswerEvents(@Nullable String format, @Nullable String id) {
    this.format = format;
    this.id = id;
  }

  /** What was made since the last call. */
  List<GenerationEvent> take() {
    List<GenerationEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  void start() {
    if (!started) {
      started = true;
      events.add(new Started(id, null));
    }
  }

  void text(String text) {
    if (!text.isEmpty()) {
      add(new ContentDelta(0, text));
    }
  }

  int nextReasoning() {
    return reasonings++;
  }

  void reasoning(int ordinal, String text, @Nullable String signature) {
    if (!text.isEmpty() || signature != null) {
      add(new ReasoningDelta(0, ordinal, ReasoningKind.TEXT, text, signature, null, format));
    }
  }

  void redacted(int ordinal, String data) {
    String own = HistoryReasoning.fromWire(data, format);
    add(new ReasoningDelta(0, ordinal, ReasoningKind.ENCRYPTED, own, null, null, format));
  }

  /** The first delta of a call; its ordinal. */
  int call(@Nullable String callId, @Nullable String name) {
    add(new ToolCallDelta(0, calls, callId, name, ""));
    return calls++;
  }

  void arguments(int ordinal, String arguments) {
    add(new ToolCallDelta(0, ordinal, null, null, arguments));
  }

  void annotation(String json) {
    add(new AnnotationAdded(0, json));
  }

  int nextMedia() {
    return media++;
  }

  void image(int ordinal, @Nullable String imageFormat, String base64) {
    String type = imageFormat == null ? null : "image/" + imageFormat;
    add(new MediaDelta(0, ordinal, Modality.IMAGE, type, base64, null, null, null));
  }

  void opaque(String json) {
    add(new Opaque(ConverseAdapter.DIALECT, json));
  }

  void usage(@Nullable Usage usage) {
    if (usage != null) {
      add(new UsageReported(usage));
    }
  }

  void finish(String stopReason) {
    add(new Finished(0, StopReasons.of(stopReason, calls > 0), stopReason));
  }

  private void add(GenerationEvent event) {
    start();
    events.add(event);
  }
}
