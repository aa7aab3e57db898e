package cambio.dialect.responses;

import cambio.spi.request.ContentPart;
import cambio.spi.request.ReasoningKind;
import cambio.wire.JsonWriter;
import cambio.wire.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes earlier reasoning as the items that it came from: an item's summaries, texts and encrypted
 * content are parts of one id that follow one another in this order.
 *
 * <p>A provider that keeps nothing knows an item only by its encrypted content, so an item without
 * it goes back to those endpoints only that ask for all. Content that another provider encrypted is
 * told by its format and never sent.
 */
final class HistoryReasoning {

  private final RequestBody body;
  private final String format;
  private final List<ContentPart.Reasoning> item = new ArrayList<>();

  HistoryReasoning(RequestBody body) {
    this.body = body;
    this.format = ResponsesOption.REASONING_FORMAT.of(body.quirks());
  }

  void add(ContentPart.Reasoning part) {
    if (!item.isEmpty() && !continues(item.getLast(), part)) {
      flush();
    }
    item.add(part);
  }

  private static boolean continues(ContentPart.Reasoning before, ContentPart.Reasoning part) {
    return Objects.equals(before.id(), part.id())
        && rank(before.kind()) <= rank(part.kind())
        && before.kind() != ReasoningKind.ENCRYPTED;
  }

  private static int rank(ReasoningKind kind) {
    return switch (kind) {
      case SUMMARY -> 0;
      case TEXT -> 1;
      case ENCRYPTED -> 2;
    };
  }

  /** Writes the item collected so far, if there is one. */
  void flush() {
    if (item.isEmpty()) {
      return;
    }
    if (goesBack()) {
      write();
    } else {
      body.adjustments()
          .dropped("messages.reasoning", "The endpoint cannot take this earlier reasoning back.");
    }
    item.clear();
  }

  private boolean goesBack() {
    return switch (ResponsesOption.HISTORY_REASONING.of(body.quirks())) {
      case "none" -> false;
      case "all" -> true;
      default -> encrypted() != null;
    };
  }

  private @Nullable String encrypted() {
    ContentPart.Reasoning last = item.getLast();
    boolean own = last.format() == null || last.format().equals(format);
    return last.kind() == ReasoningKind.ENCRYPTED && own ? last.text() : null;
  }

  private void write() {
    JsonWriter json = body.json();
    json.object().member("type", "reasoning").member("id", item.getFirst().id());
    texts("summary", ReasoningKind.SUMMARY, "summary_text");
    if (item.stream().anyMatch(part -> part.kind() == ReasoningKind.TEXT)) {
      texts("content", ReasoningKind.TEXT, "reasoning_text");
    }
    json.member("encrypted_content", encrypted()).end();
  }

  private void texts(String member, ReasoningKind kind, String type) {
    JsonWriter json = body.json().name(member).array();
    for (ContentPart.Reasoning part : item) {
      if (part.kind() == kind) {
        json.object().member("type", type).member("text", part.text()).end();
      }
    }
    json.end();
  }
}
