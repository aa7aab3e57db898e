package cambio.router.auto;

import java.util.Arrays;
import java.util.Locale;

/**
 * A text as a sparse vector of length one: its words, pairs of neighbouring words, and runs of
 * three and four characters, each hashed to a number. Runs of characters carry what words do not:
 * stems, and languages that are written without blanks.
 */
final class TaskFeatures {

  /** How many numbers there are; a power of two. */
  static final int SIZE = 8_192;

  /** What is looked at of a long text: its beginning says what to do, and its end. */
  private static final int HEAD = 1_500;

  private static final int TAIL = 500;

  private static final int WORD = 1;
  private static final int PAIR = 2;
  private static final int RUN = 3;
  private static final int SHAPE = 4;
  private static final float[] WEIGHTS = {0, 1f, 0.8f, 0.35f, 1.5f};

  private int[] indexes = new int[256];
  private float[] values = new float[256];
  private int size;

  private TaskFeatures() {}

  /** The features of a text. */
  static TaskFeatures of(String text) {
    TaskFeatures features = new TaskFeatures();
    String looked = looked(text);
    features.shape(looked);
    features.words(looked.toLowerCase(Locale.ROOT));
    features.merge();
    return features;
  }

  private static String looked(String text) {
    return text.length() <= HEAD + TAIL
        ? text
        : text.substring(0, HEAD) + ' ' + text.substring(text.length() - TAIL);
  }

  int size() {
    return size;
  }

  int index(int place) {
    return indexes[place];
  }

  float value(int place) {
    return values[place];
  }

  private void words(String text) {
    int before = 0;
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inside = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        before = word(text, start, i, before);
        start = -1;
      }
    }
  }

  private int word(String text, int start, int end, int before) {
    int hash = hash(text, start, end, WORD);
    add(hash, WORD);
    if (before != 0) {
      add(before * 31 + hash, PAIR);
    }
    for (int length = 3; length <= 4; length++) {
      for (int i = start; i + length <= end; i++) {
        add(hash(text, i, i + length, RUN), RUN);
      }
    }
    // Two characters are a word where words are not parted.
    for (int i = start; i + 2 <= end; i++) {
      if (text.charAt(i) >= 0x2E80) {
        add(hash(text, i, i + 2, RUN), WORD);
      }
    }
    return hash;
  }

  /** What the text looks like, whatever its words say. */
  private void shape(String text) {
    int digits = 0;
    int marks = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digits += c >= '0' && c <= '9' ? 1 : 0;
      marks += "{}();=<>[]".indexOf(c) >= 0 ? 1 : 0;
    }
    addIf(text.startsWith("*"), "action");
    addIf(marks * 25 > text.length(), "marks");
    addIf(digits * 12 > text.length(), "digits");
    addIf(text.indexOf('^') >= 0, "power");
    addIf(text.contains("```"), "fence");
    addIf(text.endsWith("?"), "question");
  }

  private void addIf(boolean present, String name) {
    if (present) {
      add(hash(name, 0, name.length(), SHAPE), SHAPE);
    }
  }

  private void add(int hash, int kind) {
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    int mixed = hash * 0x9E3779B1;
    indexes[size] = (mixed ^ (mixed >>> 15)) & (SIZE - 1);
    values[size++] = WEIGHTS[kind];
  }

  private static int hash(String text, int start, int end, int kind) {
    int hash = kind * 7_919 + 17;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + text.charAt(i);
    }
    return hash;
  }

  /** Each number once, however often it came, and the whole of length one. */
  private void merge() {
    // Numbers first, weights behind: equal numbers stand together, the heaviest last.
    long[] sorted = new long[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = (long) indexes[i] << 32 | Float.floatToIntBits(values[i]);
    }
    Arrays.sort(sorted);
    int kept = 0;
    double squares = 0;
    for (int i = 0; i < sorted.length; i++) {
      int index = (int) (sorted[i] >>> 32);
      if (i + 1 < sorted.length && (int) (sorted[i + 1] >>> 32) == index) {
        continue;
      }
      float value = Float.intBitsToFloat((int) sorted[i]);
      indexes[kept] = index;
      values[kept++] = value;
      squares += value * value;
    }
    float norm = squares == 0 ? 1 : (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < kept; i++) {
      values[i] *= norm;
    }
    size = kept;
  }
}
