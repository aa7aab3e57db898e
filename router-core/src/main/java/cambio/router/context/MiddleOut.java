package cambio.router.context;

import cambio.router.plan.RequestTraits;
import cambio.spi.request.ContentPart;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Compresses a conversation by leaving out its middle: models attend to the beginning and the end
 * of a long prompt, and least to what lies between. Half of the room goes to each end; instructions
 * and the last turn always stay. A call of a tool and its results stay or go together. Where the
 * last turn alone is too long, the middle of its longest texts is cut.
 *
 * <p>A pure function. Lengths are those that {@link RequestTraits} estimates.
 */
public final class MiddleOut {

  private static final String CUT = "\n[...]\n";
  private static final int LEAST_CHARACTERS = 200;
  private static final int MOST_CUTS = 64;
  private static final int MOST_TRIES = 4;

  private final List<Message> instructions = new ArrayList<>();
  private final List<Unit> units = new ArrayList<>();

  private MiddleOut() {}

  /**
   * What came of it.
   *
   * @param request the same request where it fitted
   * @param removedMessages how many messages were left out
   * @param cutTexts how many texts lost their middle
   * @param tokensBefore the estimate before
   * @param tokensAfter the estimate after; over the budget where nothing more could go
   */
  public record Result(
      GenerationRequest request,
      int removedMessages,
      int cutTexts,
      int tokensBefore,
      int tokensAfter) {

    /** Whether anything was done. */
    public boolean changed() {
      return removedMessages > 0 || cutTexts > 0;
    }
  }

  /** Messages that stay or go together. */
  private record Unit(List<Message> messages, int tokens) {

    static Unit of(List<Message> messages) {
      return new Unit(List.copyOf(messages), MiddleOut.tokens(messages));
    }
  }

  /**
   * Compresses a request.
   *
   * @param budget how many tokens the prompt may have, as estimated
   * @param mostMessages how many messages it may have
   */
  public static Result compress(GenerationRequest request, int budget, int mostMessages) {
    int before = RequestTraits.of(request).estimatedInputTokens();
    if (before <= budget && request.messages().size() <= mostMessages) {
      return new Result(request, 0, 0, before, before);
    }
    MiddleOut conversation = new MiddleOut();
    conversation.read(request.messages());
    // Tools and schemas are in the estimate, and stay.
    int room = budget - (before - conversation.tokensOfUnits());
    int most = mostMessages - conversation.instructions.size();
    GenerationRequest shorter = request.withMessages(conversation.kept(room, most));
    int after = RequestTraits.of(shorter).estimatedInputTokens();
    // Estimates are rounded up message by message, so the sum can be a little off.
    for (int i = 0; after > budget && i < MOST_TRIES; i++) {
      room -= after - budget;
      shorter = request.withMessages(conversation.kept(room, most));
      after = RequestTraits.of(shorter).estimatedInputTokens();
    }
    int removed = request.messages().size() - shorter.messages().size();
    int cuts = 0;
    while (after > budget && cuts < MOST_CUTS) {
      List<Message> cut = cutLongest(shorter.messages(), after - budget);
      if (cut.equals(shorter.messages())) {
        break;
      }
      cuts++;
      shorter = shorter.withMessages(cut);
      after = RequestTraits.of(shorter).estimatedInputTokens();
    }
    return new Result(shorter, removed, cuts, before, after);
  }

  private static int tokens(List<Message> messages) {
    return RequestTraits.of(GenerationRequest.of(messages)).estimatedInputTokens();
  }

  private int tokensOfUnits() {
    return units.stream().mapToInt(Unit::tokens).sum();
  }

  private void read(List<Message> messages) {
    List<Message> open = new ArrayList<>();
    for (Message message : messages) {
      switch (message) {
        case Message.Instruction instruction -> instructions.add(instruction);
        case Message.ToolResult result -> open.add(result);
        case Message.Assistant assistant -> {
          close(open);
          open.add(assistant);
        }
        case Message.User user -> {
          close(open);
          open.add(user);
        }
      }
    }
    close(open);
  }

  private void close(List<Message> open) {
    if (!open.isEmpty()) {
      units.add(Unit.of(open));
      open.clear();
    }
  }

  /** Instructions, then as much of both ends as fits, the last turn in any case. */
  private List<Message> kept(int room, int mostMessages) {
    int from = 0;
    int until = units.size() - 1;
    int used = until < 0 ? 0 : units.get(until).tokens;
    int count = until < 0 ? 0 : units.get(until).messages.size();
    boolean front = true;
    boolean frontOpen = true;
    boolean backOpen = true;
    int frontUsed = 0;
    int backUsed = used;
    while (from < until && (frontOpen || backOpen)) {
      // Whoever has less so far is next, so that both ends get half.
      front = frontOpen && (!backOpen || frontUsed <= backUsed);
      Unit next = units.get(front ? from : until - 1);
      boolean fits = used + next.tokens <= room && count + next.messages.size() <= mostMessages;
      if (!fits) {
        frontOpen &= !front;
        backOpen &= front;
        continue;
      }
      used += next.tokens;
      count += next.messages.size();
      if (front) {
        from++;
        frontUsed += next.tokens;
      } else {
        until--;
        backUsed += next.tokens;
      }
    }
    List<Message> kept = new ArrayList<>(instructions);
    units.subList(0, from).forEach(unit -> kept.addAll(unit.messages));
    units.subList(Math.max(from, until), units.size()).forEach(unit -> kept.addAll(unit.messages));
    return kept;
  }

  /** The messages with the middle of the longest text that is no instruction's left out. */
  private static List<Message> cutLongest(List<Message> messages, int tokensOver) {
    int longest = LEAST_CHARACTERS;
    int place = -1;
    int part = -1;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      for (int j = 0; j < message.content().size(); j++) {
        if (!(message instanceof Message.Instruction)
            && message.content().get(j) instanceof ContentPart.Text text
            && text.text().length() > longest) {
          longest = text.text().length();
          place = i;
          part = j;
        }
      }
    }
    if (place < 0) {
      return messages;
    }
    List<Message> cut = new ArrayList<>(messages);
    cut.set(place, withShorterText(messages.get(place), part, tokensOver));
    return cut;
  }

  private static Message withShorterText(Message message, int part, int tokensOver) {
    List<ContentPart> content = new ArrayList<>(message.content());
    if (content.get(part) instanceof ContentPart.Text text) {
      content.set(part, new ContentPart.Text(shorter(text.text(), tokensOver), text.cacheHint()));
    }
    return switch (message) {
      case Message.Instruction it ->
          new Message.Instruction(it.role(), content, it.name(), it.extras());
      case Message.User it -> new Message.User(content, it.name(), it.extras());
      case Message.Assistant it ->
          new Message.Assistant(content, it.name(), it.prefix(), it.extras());
      case Message.ToolResult it ->
          new Message.ToolResult(it.toolCallId(), content, it.name(), it.error(), it.extras());
    };
  }

  /** A token is four bytes, so at most four characters, and a character may be a whole one. */
  private static String shorter(String text, int tokensOver) {
    int wanted = (int) Math.max(LEAST_CHARACTERS, text.length() - 4L * tokensOver - CUT.length());
    int kept = Math.min(wanted, text.length() - CUT.length() - 1);
    int head = boundary(text, kept / 2);
    int tail = boundary(text, text.length() - kept / 2);
    return text.substring(0, head) + CUT + text.substring(tail);
  }

  /** Not between the halves of a surrogate pair. */
  private static int boundary(String text, int index) {
    return index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index))
        ? index - 1
        : index;
  }
}
