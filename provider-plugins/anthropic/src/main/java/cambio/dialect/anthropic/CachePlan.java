package cambio.dialect.anthropic;

import cambio.spi.request.CacheHint;
import cambio.wire.Adjustments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places prompt-cache breakpoints. The provider takes four: those of tools and instructions are
 * kept, then the last of the conversation, for the longest prefix saves most.
 */
final class CachePlan {

  private static final int MOST = 4;

  private CachePlan() {}

  /**
   * Drops the breakpoints over the limit.
   *
   * @param toolMarks how many the tools have
   */
  static void limit(int toolMarks, Prompt prompt, Adjustments adjustments) {
    List<Block> marked = new ArrayList<>();
    prompt.system().stream().filter(b -> b.mark() != null).forEach(marked::add);
    int fixed = Math.min(MOST, toolMarks + marked.size());
    List<Block> later = new ArrayList<>();
    for (Turn turn : prompt.turns()) {
      turn.blocks().stream().filter(b -> b.mark() != null).forEach(later::add);
    }
    int over = later.size() - (MOST - fixed);
    for (int i = 0; i < over; i++) {
      later.get(i).mark(null);
    }
    for (int i = Math.max(0, MOST - toolMarks); i < marked.size(); i++) {
      marked.get(i).mark(null);
      over = 1;
    }
    if (over > 0) {
      adjustments.dropped("cache_control", "The provider takes " + MOST + " breakpoints at most.");
    }
  }

  /** Removes every breakpoint of the conversation. */
  static void clear(Prompt prompt, Adjustments adjustments) {
    List<Block> all = new ArrayList<>(prompt.system());
    prompt.turns().forEach(turn -> all.addAll(turn.blocks()));
    for (Block block : all) {
      if (block.mark() != null) {
        block.mark(null);
        adjustments.dropped("cache_control", "The endpoint takes no prompt-cache marks.");
      }
    }
  }

  /** Whether any breakpoint was set by the caller. */
  static boolean marked(Prompt prompt) {
    return prompt.system().stream().anyMatch(b -> b.mark() != null)
        || prompt.turns().stream()
            .anyMatch(turn -> turn.blocks().stream().anyMatch(b -> b.mark() != null));
  }

  /** Breakpoints after the instructions and the last two user messages, one for the tools left. */
  static void automatic(Prompt prompt, CacheHint hint) {
    markLast(prompt.system(), hint);
    int left = 2;
    for (int i = prompt.turns().size() - 1; i >= 0 && left > 0; i--) {
      Turn turn = prompt.turns().get(i);
      if (turn.isUser()) {
        markLast(turn.blocks(), hint);
        left--;
      }
    }
  }

  private static void markLast(List<Block> blocks, CacheHint hint) {
    @Nullable Block last = null;
    for (Block block : blocks) {
      last = block.markable() ? block : last;
    }
    if (last != null && last.mark() == null) {
      last.mark(hint);
    }
  }
}
