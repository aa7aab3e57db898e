package cambio.dialect.openai;

import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FilterReported;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import java.util.ArrayList;
import java.util.List;

/** One choice over all its chunks. */
final class ChoiceState {

  private record Block(int wireIndex, ReasoningKind kind) {}

  private static final int PLAIN = -1;
  private static final int MAX_BLOCKS = 4096;

  private final int index;
  private final ToolCallTracker tools;
  private final List<Block> blocks = new ArrayList<>(0);
  private boolean finished;
  private int images;

  ChoiceState(int index) {
    this.index = index;
    this.tools = new ToolCallTracker(index);
  }

  int index() {
    return index;
  }

  boolean finished() {
    return finished;
  }

  boolean calls() {
    return tools.any();
  }

  /** Adds the events of a chunk's draft, in the order in which a model works. */
  void accept(ChoiceDraft draft, List<GenerationEvent> events) {
    reasoning(draft, events);
    String content = draft.content();
    if (content != null && !content.isEmpty()) {
      events.add(new ContentDelta(index, content));
    }
    String refusal = draft.refusal();
    if (refusal != null && !refusal.isEmpty()) {
      events.add(new RefusalDelta(index, refusal));
    }
    for (ChoiceDraft.Call call : draft.calls()) {
      tools.accept(call, events);
    }
    media(draft, events);
    for (String annotation : draft.annotations()) {
      events.add(new AnnotationAdded(index, annotation));
    }
    if (!draft.logprobs().isEmpty()) {
      events.add(new LogprobsReported(index, false, draft.logprobs()));
    }
    if (!draft.refusalLogprobs().isEmpty()) {
      events.add(new LogprobsReported(index, true, draft.refusalLogprobs()));
    }
    String filter = draft.filter();
    if (filter != null) {
      events.add(new FilterReported(index, filter));
    }
    String finish = draft.finish();
    if (finish != null && !finish.isEmpty() && !finished) {
      finished = true;
      String nativeFinish = draft.nativeFinish();
      events.add(
          new Finished(
              index, FinishReasons.of(finish), nativeFinish == null ? finish : nativeFinish));
    }
  }

  /** Details say the same as the plain text beside them, and more; without text they add to it. */
  private void reasoning(ChoiceDraft draft, List<GenerationEvent> events) {
    boolean readable = false;
    for (ChoiceDraft.Detail detail : draft.details()) {
      readable |= detail.kind() != ReasoningKind.ENCRYPTED && !detail.text().isEmpty();
    }
    String plain = draft.reasoning();
    if (!readable && plain != null && !plain.isEmpty()) {
      int block = block(PLAIN, ReasoningKind.TEXT);
      events.add(new ReasoningDelta(index, block, ReasoningKind.TEXT, plain, null, null, null));
    }
    for (ChoiceDraft.Detail detail : draft.details()) {
      int block = block(detail.index(), detail.kind());
      events.add(
          new ReasoningDelta(
              index,
              block,
              detail.kind(),
              detail.text(),
              detail.signature(),
              detail.id(),
              detail.format()));
    }
  }

  private int block(int wireIndex, ReasoningKind kind) {
    for (int i = blocks.size() - 1; i >= 0; i--) {
      Block block = blocks.get(i);
      if (block.wireIndex() == wireIndex && block.kind() == kind) {
        return i;
      }
    }
    if (blocks.size() < MAX_BLOCKS) {
      blocks.add(new Block(wireIndex, kind));
    }
    return blocks.size() - 1;
  }

  private void media(ChoiceDraft draft, List<GenerationEvent> events) {
    for (ChoiceDraft.Media media : draft.media()) {
      int piece = media.modality() == Modality.IMAGE ? images++ : 0;
      events.add(
          new MediaDelta(
              index,
              piece,
              media.modality(),
              media.mediaType(),
              media.data(),
              media.url(),
              media.transcript(),
              media.id()));
    }
  }
}
