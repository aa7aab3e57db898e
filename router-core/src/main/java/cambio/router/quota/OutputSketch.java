package cambio.router.quota;

/**
 * A streaming sketch of how long answers are. Counts fall into buckets an eighth of an octave wide,
 * so a quantile is at most 9 % over the true one and never under it; old counts fade by halves, so
 * that it follows what changes. Not safe for use by several threads at once.
 */
public final class OutputSketch {

  /** Answers after which everything before counts half. */
  private static final int FADE_AT = 512;

  private static final int PER_OCTAVE = 8;
  private static final int OCTAVES = 22;

  private final short[] counts = new short[PER_OCTAVE * OCTAVES + 1];
  private int total;

  /** How many answers it has seen, faded ones counted in part. */
  public int samples() {
    return total;
  }

  /**
   * Counts an answer.
   *
   * @param tokens at least 0; what is over four million counts as that
   */
  public void add(long tokens) {
    if (total >= FADE_AT) {
      fade();
    }
    counts[bucket(tokens)]++;
    total++;
  }

  /**
   * What this part of all answers stays within.
   *
   * @param part over 0, at most 1
   * @return tokens; 0 where nothing was seen
   */
  public long quantile(double part) {
    long rank = (long) Math.ceil(part * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return upperBound(i);
      }
    }
    return 0;
  }

  private void fade() {
    total = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (short) (counts[i] / 2);
      total += counts[i];
    }
  }

  private static int bucket(long tokens) {
    if (tokens <= 1) {
      return 0;
    }
    int guess = (int) (Math.log(tokens) / Math.log(2) * PER_OCTAVE);
    int low = Math.clamp(guess - 1, 0, PER_OCTAVE * OCTAVES);
    int last = PER_OCTAVE * OCTAVES;
    while (low < last && upperBound(low) < tokens) {
      low++;
    }
    return low;
  }

  private static long upperBound(int bucket) {
    return (long) Math.floor(Math.pow(2, (double) bucket / PER_OCTAVE));
  }
}
