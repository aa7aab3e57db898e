package cambio.dialect.bedrock;

import cambio.spi.request.CacheHint;
import cambio.wire.Adjustments;
import java.util.ArrayList;
import java.util.List;

/**
 * Places prompt-cache breakpoints. The provider takes four: those of tools and instructions are
 * kept, then the last of the conversation, for the longest prefix saves most.
 */
final class CachePoints {

  private static final int MOST = 4;

  private CachePoints() {}

  /** Breakpoints after the instructions and the last two user messages. */
  static void automatic(Conversation conversation, CacheHint hint) {
    markEnd(conversation.system(), hint);
    int left = 2;
    for (Turn turn : conversation.turns().reversed()) {
      if (turn.isUser() && left > 0) {
        markEnd(turn.blocks(), hint);
        left--;
      }
    }
  }

  private static void markEnd(List<Block> blocks, CacheHint hint) {
    if (!blocks.isEmpty() && !isPoint(blocks.getLast())) {
      blocks.add(new Block.CachePoint(hint));
    }
  }

  /**
   * Drops the breakpoints over the limit.
   *
   * @param toolMarks how many the tools have
   */
  static void limit(int toolMarks, Conversation conversation, Adjustments adjustments) {
    List<List<Block>> lists = lists(conversation);
    int over = toolMarks - MOST;
    for (List<Block> blocks : lists) {
      over += (int) blocks.stream().filter(CachePoints::isPoint).count();
    }
    if (over > 0) {
      adjustments.dropped("cache_control", "The provider takes " + MOST + " breakpoints at most.");
    }
    // The conversation's own, oldest first; the instructions' only where nothing else is left.
    lists.addLast(lists.removeFirst());
    for (List<Block> blocks : lists) {
      for (int i = 0; i < blocks.size() && over > 0; i++) {
        if (isPoint(blocks.get(i))) {
          blocks.remove(i--);
          over--;
        }
      }
    }
  }

  /** Removes every breakpoint of the conversation. */
  static void clear(Conversation conversation, Adjustments adjustments) {
    for (List<Block> blocks : lists(conversation)) {
      if (blocks.removeIf(CachePoints::isPoint)) {
        adjustments.dropped("cache_control", "The endpoint takes no prompt-cache marks.");
      }
    }
  }

  /** Whether any breakpoint was set by the caller. */
  static boolean marked(Conversation conversation) {
    return lists(conversation).stream().anyMatch(l -> l.stream().anyMatch(CachePoints::isPoint));
  }

  private static List<List<Block>> lists(Conversation conversation) {
    List<List<Block>> lists = new ArrayList<>();
    lists.add(conversation.system());
    conversation.turns().forEach(turn -> lists.add(turn.blocks()));
    return lists;
  }

  private static boolean isPoint(Block block) {
    return block instanceof Block.CachePoint;
  }
}
