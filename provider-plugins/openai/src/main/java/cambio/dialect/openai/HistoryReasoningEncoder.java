package cambio.dialect.openai;

import cambio.spi.Adjustment;
import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.ReasoningKind;
import cambio.wire.JsonWriter;
import java.util.List;
import java.util.Locale;

/** Writes earlier reasoning into the members that the endpoint reads it from. */
final class HistoryReasoningEncoder {

  private final JsonWriter json;
  private final Quirks quirks;
  private final List<Adjustment> adjustments;

  HistoryReasoningEncoder(JsonWriter json, Quirks quirks, List<Adjustment> adjustments) {
    this.json = json;
    this.quirks = quirks;
    this.adjustments = adjustments;
  }

  /** Whether the thought goes back as a part of the content. */
  boolean asPart(ContentPart.Reasoning thought) {
    return thought.kind() != ReasoningKind.ENCRYPTED
        && ChatOption.HISTORY_REASONING.is(quirks, "thinking_parts");
  }

  void members(List<ContentPart.Reasoning> thoughts) {
    if (thoughts.isEmpty()) {
      return;
    }
    if (ChatOption.HISTORY_REASONING.is(quirks, "none")) {
      adjustments.add(
          Adjustment.dropped(
              "messages.reasoning", "The endpoint takes no earlier reasoning back."));
      return;
    }
    boolean details = ChatOption.HISTORY_REASONING.is(quirks, "reasoning_details");
    text("reasoning", thoughts);
    text("reasoning_content", thoughts);
    if (details) {
      details(thoughts);
    }
  }

  private void text(String member, List<ContentPart.Reasoning> thoughts) {
    List<ContentPart.Reasoning> readable =
        thoughts.stream().filter(thought -> thought.kind() != ReasoningKind.ENCRYPTED).toList();
    if (ChatOption.HISTORY_REASONING.is(quirks, member) && !readable.isEmpty()) {
      StringBuilder text = new StringBuilder();
      readable.forEach(thought -> text.append(thought.text()));
      json.member(member, text.toString());
    }
  }

  private void details(List<ContentPart.Reasoning> thoughts) {
    json.name("reasoning_details").array();
    for (int i = 0; i < thoughts.size(); i++) {
      ContentPart.Reasoning thought = thoughts.get(i);
      String kind = thought.kind().name().toLowerCase(Locale.ROOT);
      String member = thought.kind() == ReasoningKind.ENCRYPTED ? "data" : kind;
      json.object().member("type", "reasoning." + kind).member(member, thought.text());
      json.member("signature", thought.signature()).member("id", thought.id());
      json.member("format", thought.format()).member("index", i).end();
    }
    json.end();
  }
}
