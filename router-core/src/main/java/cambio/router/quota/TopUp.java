package cambio.router.quota;

/**
 * When the hold of a stream has to grow, and by how much. Pure; counts are tokens of output.
 *
 * <p>What is seen of a stream is counted here by characters and events, which is less exact than
 * the provider's own count; so a quarter more is taken to be used than was seen, and the hold grows
 * before it is used up.
 */
public final class TopUp {

  private static final long STEP_MIN = 256;
  private static final long AHEAD_MIN = 32;
  private static final long AHEAD_MAX = 256;

  private TopUp() {}

  /**
   * What a stream may have used by the provider's count.
   *
   * @param counted tokens by our own count
   * @param pieces deltas that have come, each of which is at least a token
   */
  public static long used(long counted, long pieces) {
    return Math.max(pieces, counted + counted / 4);
  }

  /** Enough to hold for an answer of so many tokens, by our own count, to never ask for more. */
  public static long comfort(long tokens) {
    long used = used(tokens, tokens);
    long quarterAhead = Math.max(used + AHEAD_MIN, used * 4 / 3 + 1);
    return Math.min(used + AHEAD_MAX, quarterAhead) + 1;
  }

  /** Whether the hold must grow before the stream goes on. */
  public static boolean exhausted(long used, long held) {
    return used >= held;
  }

  /** Whether it is time to ask for more. */
  public static boolean due(long used, long held) {
    return used + ahead(held) >= held;
  }

  /** So early that what arrives in one piece meanwhile is still within the hold. */
  private static long ahead(long held) {
    return Math.clamp(held / 4, AHEAD_MIN, AHEAD_MAX);
  }

  /**
   * How much to hold next: half as much again, so that a long answer needs few steps.
   *
   * @param most the longest answer possible; never exceeded
   */
  public static long next(long used, long held, long most) {
    return Math.min(most, Math.max(held, used) + Math.max(STEP_MIN, held / 2));
  }

  /** The least that lets the stream go on, where the usual step is not affordable. */
  public static long least(long used, long held, long most) {
    return Math.min(most, Math.max(held, used) + ahead(held));
  }
}
