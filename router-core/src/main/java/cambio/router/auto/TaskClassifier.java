package cambio.router.auto;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Tells what a prompt asks for: multinomial logistic regression over {@link TaskFeatures}, with
 * weights of one byte each. Deterministic, without any call; a prompt takes far less than a
 * millisecond, however long it is. Immutable; safe from any thread.
 */
public final class TaskClassifier {

  private static final String RESOURCE = "task-weights.txt";
  private static final int CLASSES = TaskCategory.values().length;
  private static final TaskCategory[] CATEGORIES = TaskCategory.values();

  private final byte[][] weights;
  private final double scale;

  /**
   * What a prompt is taken for.
   *
   * @param confidence 0 to 1
   */
  public record Classification(TaskCategory category, double confidence) {}

  /**
   * A classifier.
   *
   * @param weights one row a category
   * @param scale what a weight of 1 is worth
   */
  TaskClassifier(byte[][] weights, double scale) {
    this.weights = weights;
    this.scale = scale;
  }

  /** The classifier that ships with the router, trained on {@link LabelledPrompts}. */
  public static TaskClassifier shipped() {
    try (InputStream in = TaskClassifier.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      double scale = Double.parseDouble(String.valueOf(lines.readLine()));
      byte[][] weights = new byte[CLASSES][];
      for (int i = 0; i < CLASSES; i++) {
        weights[i] = Base64.getDecoder().decode(String.valueOf(lines.readLine()));
      }
      return new TaskClassifier(weights, scale);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classifier as the resource holds it. */
  public String toText() {
    StringBuilder text = new StringBuilder().append(scale).append('\n');
    for (byte[] row : weights) {
      text.append(Base64.getEncoder().encodeToString(row)).append('\n');
    }
    return text.toString();
  }

  /** What a text asks for. */
  public Classification classify(String text) {
    TaskFeatures features = TaskFeatures.of(text);
    double[] scores = new double[CLASSES];
    int best = 0;
    for (int i = 0; i < CLASSES; i++) {
      double sum = 0;
      for (int j = 0; j < features.size(); j++) {
        sum += weights[i][features.index(j)] * (double) features.value(j);
      }
      scores[i] = sum * scale;
      best = scores[i] > scores[best] ? i : best;
    }
    double all = 0;
    for (double score : scores) {
      all += StrictMath.exp(score - scores[best]);
    }
    return new Classification(CATEGORIES[best], 1 / all);
  }
}
