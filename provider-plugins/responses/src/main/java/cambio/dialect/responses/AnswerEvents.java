package cambio.dialect.responses;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.TokenLogprob;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns output items into events, whether they come whole or piece by piece. What came in pieces is
 * not said again when the item is shown whole; what did not is said then.
 */
final class AnswerEvents {

  private static final int MOST_ITEMS = 4096;
  private static final int MOST_PARTS = 65_536;

  /** Where the indexes of parts begin that were not said before their item was shown whole. */
  private static final int LATE = 1 << 30;

  private static final Set<ItemState.Kind> SPOKEN =
      Set.of(ItemState.Kind.TEXT, ItemState.Kind.REFUSAL);

  private final String format;
  private final Map<Integer, ItemState> items = new LinkedHashMap<>();
  private final List<GenerationEvent> events = new ArrayList<>();

  private @Nullable ItemState latest;
  private int calls;
  private int blocks;
  private int images;
  private int parts;

  /**
   * The events of one answer.
   *
   * @param format the name of the provider's format of encrypted reasoning
   */
  AnswerEvents(String format) {
    this.format = format;
  }

  /** The events since the last call. */
  List<GenerationEvent> take() {
    List<GenerationEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  void add(GenerationEvent event) {
    events.add(event);
  }

  /** The item that an event belongs to: by its place, by its id, or the latest. */
  ItemState item(int index, @Nullable String id) {
    ItemState known = index >= 0 ? items.get(index) : byId(id);
    if (known == null && index < 0) {
      known = id == null ? latest : null;
    }
    if (known == null) {
      if (items.size() >= MOST_ITEMS) {
        throw tooMany();
      }
      known = new ItemState(index >= 0 ? index : items.size(), id);
      items.put(known.index(), known);
    }
    known.id(id);
    latest = known;
    return known;
  }

  private @Nullable ItemState byId(@Nullable String id) {
    for (ItemState state : items.values()) {
      if (id != null && id.equals(state.id())) {
        return state;
      }
    }
    return null;
  }

  /** The item has begun. */
  void begin(ItemState state, Item item) {
    if (item.calls() && state.call() < 0) {
      state.call(calls++);
      events.add(new ToolCallDelta(0, state.call(), item.callId(), item.name(), ""));
    }
  }

  /** The item is complete. */
  void complete(ItemState state, Item item) throws IOException {
    begin(state, item);
    if (!state.close()) {
      return;
    }
    switch (item.type()) {
      case "message" -> message(state, item.parts());
      case "reasoning" -> reasoning(state, item);
      case "function_call" -> wholeArguments(state, item.arguments());
      case "custom_tool_call" -> wholeArguments(state, item.input());
      case "image_generation_call" -> image(item);
      default -> events.add(new Opaque(ResponsesAdapter.DIALECT, item.raw()));
    }
  }

  /** What the final response shows and no event had shown. */
  void completeAll(List<Item> output) throws IOException {
    for (int i = 0; i < output.size(); i++) {
      Item item = output.get(i);
      ItemState state = byId(item.id());
      boolean matched = state != null || !items.containsKey(i) || item.id() == null;
      if (matched) {
        complete(state == null ? item(i, item.id()) : state, item);
      }
    }
  }

  /** A piece of a message, of reasoning, or of a call's arguments. */
  void piece(ItemState state, ItemState.Kind kind, int part, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (state.say(kind, part) && ++parts > MOST_PARTS) {
      throw tooMany();
    }
    switch (kind) {
      case TEXT -> events.add(new ContentDelta(0, text));
      case REFUSAL -> events.add(new RefusalDelta(0, text));
      case SUMMARY -> thought(state, kind, part, ReasoningKind.SUMMARY, text);
      case THOUGHT -> thought(state, kind, part, ReasoningKind.TEXT, text);
      case ENCRYPTED -> thought(state, kind, part, ReasoningKind.ENCRYPTED, text);
      case ARGUMENTS -> {
        if (state.call() < 0) {
          throw new FailureException(
              Failure.of(
                  FailureKind.PROTOCOL_ERROR,
                  "The provider sent arguments of a tool call that it had not begun."));
        }
        events.add(new ToolCallDelta(0, state.call(), null, null, text));
      }
    }
  }

  /** A part shown whole: said where no piece of it came before. */
  void whole(ItemState state, ItemState.Kind kind, int part, @Nullable String text) {
    if (text != null && !text.isEmpty() && !state.hasSaid(kind, part)) {
      piece(state, kind, part, text);
    }
  }

  void annotation(ItemState state, String json) throws IOException {
    state.annotated();
    events.add(new AnnotationAdded(0, Annotations.canonical(json)));
  }

  void logprobs(boolean refusal, List<TokenLogprob> tokens) {
    if (!tokens.isEmpty()) {
      events.add(new LogprobsReported(0, refusal, tokens));
    }
  }

  /** Ends the answer. */
  void finish(@Nullable String incomplete, String status) {
    FinishReason reason =
        switch (incomplete) {
          case null -> calls > 0 ? FinishReason.TOOL_CALL : FinishReason.STOP;
          case "content_filter" -> FinishReason.CONTENT_FILTER;
          default -> FinishReason.LENGTH;
        };
    events.add(new Finished(0, reason, incomplete == null ? status : incomplete));
  }

  private void message(ItemState state, List<Item.Part> shown) throws IOException {
    int known = state.parts(SPOKEN);
    int marks = state.annotations();
    for (int i = 0; i < shown.size(); i++) {
      Item.Part part = shown.get(i);
      boolean refusal = part.type().equals("refusal");
      if (!part.text().isEmpty() && --known < 0) {
        piece(state, refusal ? ItemState.Kind.REFUSAL : ItemState.Kind.TEXT, LATE + i, part.text());
        logprobs(refusal, part.logprobs());
      }
      for (String mark : part.annotations()) {
        if (--marks < 0) {
          annotation(state, mark);
        }
      }
    }
  }

  private void reasoning(ItemState state, Item item) {
    thoughts(state, ItemState.Kind.SUMMARY, item.summaries());
    thoughts(state, ItemState.Kind.THOUGHT, item.parts().stream().map(Item.Part::text).toList());
    whole(state, ItemState.Kind.ENCRYPTED, 0, item.encrypted());
  }

  private void thoughts(ItemState state, ItemState.Kind kind, List<String> shown) {
    int known = state.parts(Set.of(kind));
    for (int i = 0; i < shown.size(); i++) {
      if (!shown.get(i).isEmpty() && --known < 0) {
        piece(state, kind, LATE + i, shown.get(i));
      }
    }
  }

  private void wholeArguments(ItemState state, @Nullable String arguments) {
    whole(state, ItemState.Kind.ARGUMENTS, 0, arguments);
  }

  private void image(Item item) {
    String data = item.result();
    if (data != null && !data.isEmpty()) {
      String type = "image/" + (item.outputFormat() == null ? "png" : item.outputFormat());
      events.add(new MediaDelta(0, images++, Modality.IMAGE, type, data, null, null, item.id()));
    }
  }

  private void thought(
      ItemState state, ItemState.Kind kind, int part, ReasoningKind as, String text) {
    int block = state.block(kind, part, blocks);
    blocks = Math.max(blocks, block + 1);
    events.add(new ReasoningDelta(0, block, as, text, null, state.id(), format));
  }

  private static FailureException tooMany() {
    return new FailureException(
        Failure.of(FailureKind.PROTOCOL_ERROR, "The provider sent too many output items."));
  }
}
