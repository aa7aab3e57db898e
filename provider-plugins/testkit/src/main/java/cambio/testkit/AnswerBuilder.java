package cambio.testkit;

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
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.spi.request.ReasoningKind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects an {@link Answer}: from a decoder's events by {@link #add}, or by a test's own reading
 * of a body through {@link #choice}.
 */
public final class AnswerBuilder {

  private final TreeMap<Integer, Draft> drafts = new TreeMap<>();
  private @Nullable Usage usage;
  private boolean failed;

  /** The answer that these events say. */
  public static Answer answerOf(List<GenerationEvent> events, boolean failed) {
    AnswerBuilder builder = new AnswerBuilder();
    events.forEach(builder::add);
    return builder.failed(failed).build();
  }

  /** The choice of this index, made at first use. */
  public Draft choice(int index) {
    return drafts.computeIfAbsent(index, i -> new Draft());
  }

  /** The usage; a later one replaces an earlier one. */
  public AnswerBuilder usage(@Nullable Usage value) {
    usage = value == null ? usage : value;
    return this;
  }

  /** Whether the answer is a failure. */
  public AnswerBuilder failed(boolean value) {
    failed = value;
    return this;
  }

  /** Adds what an event says. */
  public AnswerBuilder add(GenerationEvent event) {
    switch (event) {
      case Started started -> {}
      case Embedded embedded -> {}
      case Opaque opaque -> {}
      case FilterReported report -> {}
      case ContentDelta content -> choice(content.choice()).text.append(content.text());
      case RefusalDelta refusal -> choice(refusal.choice()).refusal.append(refusal.text());
      case ReasoningDelta reasoning -> choice(reasoning.choice()).add(reasoning);
      case ToolCallDelta call -> choice(call.choice()).add(call);
      case AnnotationAdded annotation -> choice(annotation.choice()).annotations++;
      case LogprobsReported report -> choice(report.choice()).logprobs += report.tokens().size();
      case MediaDelta media -> choice(media.choice()).add(media);
      case Finished finished ->
          choice(finished.choice()).finish(finished.reason(), finished.nativeReason());
      case UsageReported reported -> usage = reported.usage();
    }
    return this;
  }

  /** The answer so far. */
  public Answer build() {
    List<Answer.Choice> choices = new ArrayList<>();
    drafts.forEach((index, draft) -> {
      if (!draft.isEmpty()) {
        choices.add(draft.build(index));
      }
    });
    return new Answer(choices, usage, failed);
  }

  /** A choice being collected. */
  public static final class Draft {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder signatures = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final TreeMap<Integer, CallDraft> calls = new TreeMap<>();
    private @Nullable FinishReason finish;
    private @Nullable String nativeFinish;
    private int annotations;
    private int logprobs;
    private long media;

    private static final class CallDraft {
      private @Nullable String id;
      private @Nullable String name;
      private final StringBuilder arguments = new StringBuilder();
    }

    /** More text. */
    public Draft text(String more) {
      text.append(more);
      return this;
    }

    /** More readable reasoning. */
    public Draft reasoning(String more) {
      reasoning.append(more);
      return this;
    }

    /** More of a seal, or encrypted reasoning. */
    public Draft signature(String more) {
      signatures.append(more);
      return this;
    }

    /** More of a refusal. */
    public Draft refusal(String more) {
      refusal.append(more);
      return this;
    }

    /** More of the tool call of this index; null where nothing is said. */
    public Draft call(int index, @Nullable String id, @Nullable String name, String arguments) {
      CallDraft call = calls.computeIfAbsent(index, i -> new CallDraft());
      call.id = call.id == null ? id : call.id;
      call.name = call.name == null ? name : call.name;
      call.arguments.append(arguments);
      return this;
    }

    /** One more annotation. */
    public Draft annotation() {
      annotations++;
      return this;
    }

    /** More tokens with log probabilities. */
    public Draft logprobs(int tokens) {
      logprobs += tokens;
      return this;
    }

    /** More characters of media. */
    public Draft media(long characters) {
      media += characters;
      return this;
    }

    /** Why it ended. */
    public Draft finish(FinishReason reason, @Nullable String nativeReason) {
      finish = reason;
      nativeFinish = nativeReason;
      return this;
    }

    private void add(ReasoningDelta delta) {
      (delta.kind() == ReasoningKind.ENCRYPTED ? signatures : reasoning).append(delta.text());
      if (delta.signature() != null) {
        signatures.append(delta.signature());
      }
    }

    private void add(ToolCallDelta delta) {
      call(delta.index(), delta.id(), delta.name(), delta.arguments());
      if (delta.signature() != null) {
        signatures.append(delta.signature());
      }
    }

    private void add(MediaDelta delta) {
      media += delta.data().length() + length(delta.url()) + length(delta.transcript());
    }

    private static int length(@Nullable String text) {
      return text == null ? 0 : text.length();
    }

    private boolean isEmpty() {
      return text.isEmpty()
          && reasoning.isEmpty()
          && signatures.isEmpty()
          && refusal.isEmpty()
          && calls.isEmpty()
          && finish == null
          && annotations == 0
          && logprobs == 0
          && media == 0;
    }

    private Answer.Choice build(int index) {
      return new Answer.Choice(
          index,
          text.toString(),
          reasoning.toString(),
          signatures.toString(),
          refusal.toString(),
          calls.values().stream()
              .map(c -> new Answer.ToolCall(c.id, c.name, c.arguments.toString()))
              .toList(),
          finish,
          nativeFinish,
          annotations,
          logprobs,
          media);
    }
  }
}
