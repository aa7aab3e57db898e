package cambio.server.execution;

import cambio.router.resume.Continuation;
import cambio.router.resume.Joint;
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
import java.util.function.Consumer;

/**
 * The events of an attempt that carries an answer on, made to follow those that the caller has. The
 * answer has begun already, so its beginning is left out; so is reasoning about the rest, which
 * would stand in the middle of the text.
 */
final class AnswerRest {

  private final Joint joint;

  AnswerRest(Continuation continuation) {
    this.joint = new Joint(continuation);
  }

  /** Passes on what is for the caller. */
  void accept(GenerationEvent event, Consumer<GenerationEvent> to) {
    switch (event) {
      case ContentDelta delta -> text(delta.choice(), joint.next(delta.text()), to);
      case Finished finished -> {
        text(finished.choice(), joint.end(), to);
        if (!joint.torn()) {
          to.accept(finished);
        }
      }
      case Started started -> {}
      case ReasoningDelta reasoning -> {}
      case ToolCallDelta call -> to.accept(call);
      case RefusalDelta refusal -> to.accept(refusal);
      case MediaDelta media -> to.accept(media);
      case AnnotationAdded annotation -> to.accept(annotation);
      case LogprobsReported logprobs -> to.accept(logprobs);
      case UsageReported usage -> to.accept(usage);
      case FilterReported report -> to.accept(report);
      case Embedded embedded -> {}
      case Opaque opaque -> to.accept(opaque);
    }
  }

  private static void text(int choice, String text, Consumer<GenerationEvent> to) {
    if (!text.isEmpty()) {
      to.accept(new ContentDelta(choice, text));
    }
  }

  /** Whether it does not follow what the caller has. */
  boolean torn() {
    return joint.torn();
  }
}
