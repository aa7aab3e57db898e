package cambio.router.quota;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long an answer will be, learned for each key and model. Safe from any thread; holds the most
 * recently used pairs only.
 */
public final class OutputForecast {

  /** What an answer is taken to need where nothing was learned. */
  public static final long COLD_TOKENS = 1_000;

  private static final double MOST = 0.9;
  private static final double NEARLY_ALL = 0.99;
  private static final int SAMPLES_MIN = 8;
  private static final int PAIRS_MAX = 5_000;

  private final Map<Pair, OutputSketch> sketches = new LinkedHashMap<>(64, 0.75f, true);

  private record Pair(String key, String model) {}

  /**
   * What nine answers in ten stay within.
   *
   * @return tokens of one answer, at least 1
   */
  public long tokens(String key, String model) {
    return quantile(key, model, MOST);
  }

  /**
   * What all but one answer in a hundred stay within.
   *
   * @return tokens of one answer, at least 1
   */
  public long longest(String key, String model) {
    return quantile(key, model, NEARLY_ALL);
  }

  private synchronized long quantile(String key, String model, double part) {
    OutputSketch sketch = sketches.get(new Pair(key, model));
    return sketch == null || sketch.samples() < SAMPLES_MIN
        ? COLD_TOKENS
        : Math.max(1, sketch.quantile(part));
  }

  /** An answer was this long. */
  public synchronized void learn(String key, String model, long tokens) {
    sketches.computeIfAbsent(new Pair(key, model), fresh -> new OutputSketch()).add(tokens);
    if (sketches.size() > PAIRS_MAX) {
      Iterator<Pair> eldest = sketches.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }
}
