package cambio.server.surface.chat;

import cambio.server.execution.AnswerHead;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FilterReported;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.SourceFrame;
import cambio.spi.event.SourceFrame.Member;
import cambio.spi.event.ToolCallDelta;
import cambio.wire.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forwards a provider's own bytes where the provider speaks this dialect: only the id, the model
 * and what the door adds beside them are rewritten.
 */
final class FrameSplicer {

  private static final byte[] ROLE = "\"role\":\"".getBytes(StandardCharsets.US_ASCII);

  private final byte[] id;
  private final byte[] model;

  FrameSplicer(ChatShape shape, AnswerHead head) {
    this.id = utf8(JsonText.quote(head.generationId()));
    String identity = shape.identity(head);
    // What stands beside the model goes right after it, with the comma on the other side.
    String beside = identity.isEmpty() ? "" : "," + identity.substring(0, identity.length() - 1);
    this.model = utf8(JsonText.quote(head.model()) + beside);
  }

  /**
   * Whether the frame may be forwarded: it carries nothing but deltas that need no translation.
   * Finishes, usage and reasoning differ from door to door and are written anew.
   */
  static boolean takes(SourceFrame frame, List<GenerationEvent> events) {
    return frame.dialect().equals(ChatDialect.NAME)
        && !events.isEmpty()
        && events.stream().allMatch(FrameSplicer::plain)
        && has(frame, Member.ID)
        && has(frame, Member.MODEL)
        && !contains(frame, ROLE);
  }

  private static boolean plain(GenerationEvent event) {
    return event instanceof ContentDelta
        || event instanceof RefusalDelta
        || event instanceof LogprobsReported
        || event instanceof FilterReported report && report.choice() != null
        || event instanceof ToolCallDelta call && call.signature() == null;
  }

  private static boolean has(SourceFrame frame, Member member) {
    return frame.patches().stream().filter(patch -> patch.member() == member).count() == 1;
  }

  /** The frame's payload with the door's values. */
  byte[] splice(SourceFrame frame) {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(frame.length() + id.length + model.length);
    int at = 0;
    for (SourceFrame.Patch patch : frame.patches()) {
      out.write(frame.bytes(), frame.offset() + at, patch.start() - at);
      out.writeBytes(value(patch.member()));
      at = patch.end();
    }
    out.write(frame.bytes(), frame.offset() + at, frame.length() - at);
    return out.toByteArray();
  }

  private byte[] value(Member member) {
    return switch (member) {
      case ID -> id;
      case MODEL -> model;
    };
  }

  /** The choice that the frame's events belong to; null where there are several. */
  static @Nullable Integer onlyChoice(List<GenerationEvent> events) {
    Integer only = null;
    for (GenerationEvent event : events) {
      Integer choice = choice(event);
      if (choice == null || only != null && !only.equals(choice)) {
        return null;
      }
      only = choice;
    }
    return only;
  }

  private static @Nullable Integer choice(GenerationEvent event) {
    return switch (event) {
      case FilterReported report -> report.choice();
      case ContentDelta delta -> delta.choice();
      case RefusalDelta delta -> delta.choice();
      case LogprobsReported reported -> reported.choice();
      case ToolCallDelta delta -> delta.choice();
      default -> throw new IllegalArgumentException("not spliced: " + event.getClass());
    };
  }

  /** A role in each delta makes clients that join deltas spell "assistantassistant". */
  private static boolean contains(SourceFrame frame, byte[] wanted) {
    int last = frame.offset() + frame.length() - wanted.length;
    for (int i = frame.offset(); i <= last; i++) {
      int j = 0;
      while (j < wanted.length && frame.bytes()[i + j] == wanted[j]) {
        j++;
      }
      if (j == wanted.length) {
        return true;
      }
    }
    return false;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
