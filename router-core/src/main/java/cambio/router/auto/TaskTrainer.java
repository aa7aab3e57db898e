package cambio.router.auto;

import cambio.router.auto.LabelledPrompts.Prompt;
import java.util.List;

/**
 * Trains the classifier: stochastic gradient descent in the order of the prompts, each epoch from
 * another place on, so that the same prompts always give the same weights.
 */
public final class TaskTrainer {

  private static final int EPOCHS = 120;
  private static final double RATE = 2.0;
  private static final double DECAY = 1e-4;
  private static final int STRIDE = 67;
  private static final int CLASSES = TaskCategory.values().length;

  private final double[][] weights = new double[CLASSES][TaskFeatures.SIZE];

  private TaskTrainer() {}

  /** A classifier that has learned from these prompts. */
  public static TaskClassifier train(List<Prompt> prompts) {
    TaskTrainer trainer = new TaskTrainer();
    List<TaskFeatures> features =
        prompts.stream().map(prompt -> TaskFeatures.of(prompt.text())).toList();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      double rate = RATE / (1 + 0.05 * epoch);
      for (int i = 0; i < prompts.size(); i++) {
        int place = (int) (((long) i * STRIDE + epoch) % prompts.size());
        trainer.step(features.get(place), prompts.get(place).category().ordinal(), rate);
      }
    }
    return trainer.quantised();
  }

  private void step(TaskFeatures features, int truth, double rate) {
    double[] chances = new double[CLASSES];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < CLASSES; i++) {
      for (int j = 0; j < features.size(); j++) {
        chances[i] += weights[i][features.index(j)] * features.value(j);
      }
      most = Math.max(most, chances[i]);
    }
    double all = 0;
    for (int i = 0; i < CLASSES; i++) {
      chances[i] = StrictMath.exp(chances[i] - most);
      all += chances[i];
    }
    for (int i = 0; i < CLASSES; i++) {
      double error = (i == truth ? 1 : 0) - chances[i] / all;
      for (int j = 0; j < features.size(); j++) {
        int index = features.index(j);
        weights[i][index] += rate * (error * features.value(j) - DECAY * weights[i][index]);
      }
    }
  }

  private TaskClassifier quantised() {
    double largest = 0;
    for (double[] row : weights) {
      for (double weight : row) {
        largest = Math.max(largest, Math.abs(weight));
      }
    }
    double scale = largest / 127;
    byte[][] bytes = new byte[CLASSES][TaskFeatures.SIZE];
    for (int i = 0; i < CLASSES; i++) {
      for (int j = 0; j < TaskFeatures.SIZE; j++) {
        bytes[i][j] = (byte) Math.round(weights[i][j] / scale);
      }
    }
    return new TaskClassifier(bytes, scale);
  }
}
