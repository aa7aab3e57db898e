package cambio.router.health;

/**
 * What was counted in a window, in a form that can be added up over several routers. Immutable.
 *
 * @param times seconds to the first event
 * @param speeds output tokens a second
 */
record WindowTotals(
    long successes,
    long drops,
    long rateLimits,
    long inputTokens,
    long cachedInputTokens,
    long toolCalls,
    long invalidToolCalls,
    Distribution times,
    Distribution speeds) {

  static final WindowTotals NONE =
      new WindowTotals(0, 0, 0, 0, 0, 0, 0, Distribution.NONE, Distribution.NONE);

  /** Both together. */
  WindowTotals plus(WindowTotals other) {
    return new WindowTotals(
        successes + other.successes,
        drops + other.drops,
        rateLimits + other.rateLimits,
        inputTokens + other.inputTokens,
        cachedInputTokens + other.cachedInputTokens,
        toolCalls + other.toolCalls,
        invalidToolCalls + other.invalidToolCalls,
        times.plus(other.times),
        speeds.plus(other.speeds));
  }

  /**
   * What is left of it when this part of its span still lies within the window, as if everything
   * had come evenly.
   *
   * @param part 0 to 1
   */
  WindowTotals faded(double part) {
    if (part >= 1) {
      return this;
    }
    return part <= 0
        ? NONE
        : new WindowTotals(
            faded(successes, part),
            faded(drops, part),
            faded(rateLimits, part),
            faded(inputTokens, part),
            faded(cachedInputTokens, part),
            faded(toolCalls, part),
            faded(invalidToolCalls, part),
            times.faded(part),
            speeds.faded(part));
  }

  /** What a plan goes by. */
  WindowStats stats() {
    return new WindowStats(
        successes,
        drops,
        rateLimits,
        inputTokens,
        cachedInputTokens,
        toolCalls,
        invalidToolCalls,
        times.quantiles(),
        speeds.quantiles());
  }

  boolean isEmpty() {
    return successes == 0
        && drops == 0
        && rateLimits == 0
        && inputTokens == 0
        && toolCalls == 0
        && times.points() == 0
        && speeds.points() == 0;
  }

  private static long faded(long count, double part) {
    return Math.round(count * part);
  }
}
