package cambio.dialect.gemini;

import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import cambio.wire.JsonText;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what comes of one candidate into events. */
final class ChoiceState {

  private final int choice;
  private final Set<String> noted = new HashSet<>(0);
  private int blocks;
  private boolean thinking;
  private int calls;
  private int media;
  private @Nullable String finishReason;

  ChoiceState(int choice) {
    this.choice = choice;
  }

  /**
   * Adds the events of more of the candidate.
   *
   * @param responseId the answer's id, for calls that have none of their own
   */
  void accept(Candidate candidate, @Nullable String responseId, List<GenerationEvent> events)
      throws IOException {
    for (Part part : candidate.parts()) {
      part(part, responseId, events);
    }
    if (!candidate.logprobs().isEmpty()) {
      events.add(new LogprobsReported(choice, false, candidate.logprobs()));
    }
    for (Map.Entry<String, String> note : candidate.notes().entrySet()) {
      note(note.getKey(), note.getValue(), events);
    }
    if (candidate.finishReason() != null) {
      // Some models say STOP in every chunk: the last word counts.
      finishReason = candidate.finishReason();
    }
  }

  /** Whether the provider said why the candidate ended. */
  boolean ended() {
    return finishReason != null;
  }

  /** The end; only where the candidate has {@link #ended}. */
  Finished finished() {
    String reason = finishReason == null ? "" : finishReason;
    return new Finished(choice, FinishReasons.of(reason, calls > 0), reason);
  }

  private void part(Part part, @Nullable String responseId, List<GenerationEvent> events) {
    String raw = part.raw();
    Part.Call call = part.call();
    Part.Media data = part.media();
    String text = part.text() == null ? "" : part.text();
    if (raw != null) {
      thinking = false;
      events.add(new Opaque(GeminiAdapter.DIALECT, raw));
    } else if (call != null) {
      thinking = false;
      call(call, part.signature(), responseId, events);
    } else if (part.thought()) {
      thought(text, part.signature(), events);
    } else {
      if (data != null) {
        events.add(media(data));
      } else if (!text.isEmpty()) {
        events.add(new ContentDelta(choice, text));
      }
      thinking &= data == null && text.isEmpty();
      seal(part.signature(), events);
    }
  }

  private void call(
      Part.Call call,
      @Nullable String signature,
      @Nullable String responseId,
      List<GenerationEvent> events) {
    String id = call.id();
    if (id == null || id.isEmpty()) {
      id = CallIds.made(responseId, choice, calls, call);
    }
    String name = call.name() == null ? "" : call.name();
    events.add(new ToolCallDelta(choice, calls++, id, name, call.args(), signature));
  }

  private void thought(String text, @Nullable String signature, List<GenerationEvent> events) {
    if (text.isEmpty() && signature == null) {
      return;
    }
    if (!thinking) {
      blocks++;
    }
    // A signature closes its block.
    thinking = signature == null;
    events.add(
        new ReasoningDelta(
            choice, blocks - 1, ReasoningKind.TEXT, text, signature, null, Seals.FORMAT));
  }

  /** A signature over text or media that is no reasoning: a block of its own, see {@link Seals}. */
  private void seal(@Nullable String signature, List<GenerationEvent> events) {
    if (signature != null) {
      thinking = false;
      events.add(
          new ReasoningDelta(
              choice, blocks++, ReasoningKind.ENCRYPTED, signature, null, null, Seals.FORMAT));
    }
  }

  private MediaDelta media(Part.Media data) {
    String type = data.mediaType() == null ? "" : data.mediaType();
    Modality modality =
        type.startsWith("image/")
            ? Modality.IMAGE
            : type.startsWith("audio/")
                ? Modality.AUDIO
                : type.startsWith("video/") ? Modality.VIDEO : Modality.FILE;
    return new MediaDelta(
        choice, media++, modality, data.mediaType(), data.data(), data.uri(), null, null);
  }

  /** Streams repeat what they noted before; each note is told once. */
  private void note(String name, String json, List<GenerationEvent> events) throws IOException {
    if (json.equals("{}") || json.equals("[]") || !noted.add(name + json)) {
      return;
    }
    List<String> annotations =
        switch (name) {
          case "groundingMetadata" -> Grounding.annotations(json);
          case "citationMetadata" -> Grounding.citations(json);
          default -> List.of();
        };
    for (String annotation : annotations) {
      if (noted.add(annotation)) {
        events.add(new AnnotationAdded(choice, annotation));
      }
    }
    events.add(new Opaque(GeminiAdapter.DIALECT, "{" + JsonText.quote(name) + ":" + json + "}"));
  }
}
