package cambio.server.surface.grpc;

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
import cambio.spi.request.Modality;
import cambio.v1.FilterReport;
import cambio.v1.FinishReason;
import cambio.v1.LogprobsDelta;
import cambio.v1.OpaqueEvent;
import cambio.v1.StreamCompleteResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one stream. Remembers halves of characters and of base64 groups that a
 * provider cut apart. Not safe for several threads.
 */
final class EventWriter {

  /** What a piece of text belongs to. */
  private record Place(Class<?> type, int choice, int index) {}

  private final Consumer<StreamCompleteResponse> out;
  private final Map<Place, TornText> texts = new HashMap<>();
  private final Map<Place, Base64Pieces> media = new HashMap<>();

  EventWriter(Consumer<StreamCompleteResponse> out) {
    this.out = out;
  }

  /** Writes one event; nothing where it says nothing to a caller. */
  void write(GenerationEvent event) {
    switch (event) {
      case Started started -> {} // The caller's `started` names the route, not the provider's ids.
      case UsageReported usage -> {} // Sent once, with its cost, when the answer is settled.
      case ContentDelta delta -> content(delta.choice(), text(delta, delta.choice(), delta.text()));
      case RefusalDelta delta -> refusal(delta.choice(), text(delta, delta.choice(), delta.text()));
      case ReasoningDelta delta -> send(reasoning(delta));
      case ToolCallDelta delta -> send(toolCall(delta));
      case AnnotationAdded added ->
          send(
              event()
                  .setAnnotation(
                      cambio.v1.AnnotationAdded.newBuilder()
                          .setChoice(added.choice())
                          .setAnnotation(AnnotationReader.read(added.json()))));
      case LogprobsReported reported -> send(logprobs(reported));
      case MediaDelta delta -> send(media(delta));
      case FilterReported report -> send(filter(report));
      case Finished finished -> finished(finished);
      case Embedded embedded -> {} // Embeddings have a message of their own.
      case Opaque opaque ->
          send(
              event()
                  .setOpaque(
                      OpaqueEvent.newBuilder()
                          .setEvent(
                              cambio.v1.Opaque.newBuilder()
                                  .setDialect(opaque.dialect())
                                  .setJson(opaque.json()))));
    }
  }

  private void content(int choice, String text) {
    if (!text.isEmpty()) {
      send(
          event()
              .setContentDelta(
                  cambio.v1.ContentDelta.newBuilder().setChoice(choice).setText(text)));
    }
  }

  private void refusal(int choice, String text) {
    if (!text.isEmpty()) {
      send(
          event()
              .setRefusalDelta(
                  cambio.v1.RefusalDelta.newBuilder().setChoice(choice).setText(text)));
    }
  }

  private StreamCompleteResponse.Builder reasoning(ReasoningDelta delta) {
    String text = text(delta, delta.choice(), delta.index(), delta.text());
    cambio.v1.ReasoningDelta.Builder written =
        cambio.v1.ReasoningDelta.newBuilder()
            .setChoice(delta.choice())
            .setIndex(delta.index())
            .setSignature(orEmpty(delta.signature()))
            .setId(orEmpty(delta.id()))
            .setFormat(orEmpty(delta.format()));
    switch (delta.kind()) {
      case TEXT -> written.setText(text);
      case SUMMARY -> written.setSummary(text);
      case ENCRYPTED -> written.setEncrypted(text);
    }
    return event().setReasoningDelta(written);
  }

  private StreamCompleteResponse.Builder toolCall(ToolCallDelta delta) {
    return event()
        .setToolCallDelta(
            cambio.v1.ToolCallDelta.newBuilder()
                .setChoice(delta.choice())
                .setIndex(delta.index())
                .setId(orEmpty(delta.id()))
                .setName(orEmpty(delta.name()))
                .setArgumentsJson(text(delta, delta.choice(), delta.index(), delta.arguments()))
                .setSignature(orEmpty(delta.signature())));
  }

  private static StreamCompleteResponse.Builder logprobs(LogprobsReported reported) {
    LogprobsDelta.Builder delta = LogprobsDelta.newBuilder().setChoice(reported.choice());
    LogprobsWriter.add(reported, delta.getLogprobsBuilder());
    return event().setLogprobs(delta);
  }

  private static StreamCompleteResponse.Builder filter(FilterReported report) {
    FilterReport.Builder written = FilterReport.newBuilder().setResultsJson(report.results());
    if (report.choice() != null) {
      written.setChoice(report.choice());
    }
    return event().setFilter(written);
  }

  private StreamCompleteResponse.Builder media(MediaDelta delta) {
    Base64Pieces pieces =
        media.computeIfAbsent(
            new Place(MediaDelta.class, delta.choice(), delta.index()), key -> new Base64Pieces());
    return event()
        .setMediaDelta(
            cambio.v1.MediaDelta.newBuilder()
                .setChoice(delta.choice())
                .setIndex(delta.index())
                .setModality(modality(delta.modality()))
                .setData(pieces.decode(delta.data()))
                .setUrl(orEmpty(delta.url()))
                .setMediaType(orEmpty(delta.mediaType()))
                .setId(orEmpty(delta.id()))
                .setTranscript(
                    text(delta, delta.choice(), delta.index(), orEmpty(delta.transcript()))));
  }

  private void finished(Finished finished) {
    content(finished.choice(), rest(ContentDelta.class, finished.choice()));
    refusal(finished.choice(), rest(RefusalDelta.class, finished.choice()));
    send(
        event()
            .setFinished(
                cambio.v1.Finished.newBuilder()
                    .setChoice(finished.choice())
                    .setFinishReason(reason(finished.reason()))
                    .setNativeFinishReason(orEmpty(finished.nativeReason()))));
  }

  private String text(GenerationEvent event, int choice, String piece) {
    return text(event, choice, 0, piece);
  }

  private String text(GenerationEvent event, int choice, int index, String piece) {
    Place place = new Place(event.getClass(), choice, index);
    return texts.computeIfAbsent(place, key -> new TornText()).join(piece);
  }

  private String rest(Class<?> type, int choice) {
    TornText torn = texts.get(new Place(type, choice, 0));
    return torn == null ? "" : torn.rest();
  }

  private void send(StreamCompleteResponse.Builder event) {
    out.accept(event.build());
  }

  private static StreamCompleteResponse.Builder event() {
    return StreamCompleteResponse.newBuilder();
  }

  static FinishReason reason(cambio.spi.event.FinishReason reason) {
    return switch (reason) {
      case STOP -> FinishReason.FINISH_REASON_STOP;
      case LENGTH -> FinishReason.FINISH_REASON_LENGTH;
      case TOOL_CALL -> FinishReason.FINISH_REASON_TOOL_CALL;
      case CONTENT_FILTER -> FinishReason.FINISH_REASON_CONTENT_FILTER;
      case ERROR -> FinishReason.FINISH_REASON_ERROR;
    };
  }

  static cambio.v1.Modality modality(Modality modality) {
    return switch (modality) {
      case TEXT -> cambio.v1.Modality.MODALITY_TEXT;
      case IMAGE -> cambio.v1.Modality.MODALITY_IMAGE;
      case AUDIO -> cambio.v1.Modality.MODALITY_AUDIO;
      case VIDEO -> cambio.v1.Modality.MODALITY_VIDEO;
      case FILE -> cambio.v1.Modality.MODALITY_FILE;
    };
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
