package cambio.router.auto;

import cambio.router.auto.LabelledPrompts.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a classifier does on prompts that it has not seen, next to the majority baseline: always
 * the category that is commonest among the training prompts (the first of equals).
 *
 * @param accuracy part of all prompts that were recognised
 * @param baselineAccuracy the same of the baseline
 */
public record ClassifierReport(List<Line> lines, double accuracy, double baselineAccuracy) {

  public ClassifierReport {
    lines = List.copyOf(lines);
  }

  /**
   * One category.
   *
   * @param prompts how many there are of it
   * @param recall part of them that was recognised
   * @param precision part of what was taken for it that was it; NaN where nothing was
   * @param baselineRecall the same recall of the baseline: 1 for the majority's category, else 0
   */
  public record Line(
      TaskCategory category, int prompts, double recall, double precision, double baselineRecall) {}

  /** Measures a classifier. */
  public static ClassifierReport of(
      TaskClassifier classifier, List<Prompt> training, List<Prompt> held) {
    TaskCategory[] all = TaskCategory.values();
    int[][] confusion = new int[all.length][all.length];
    for (Prompt prompt : held) {
      TaskCategory seen = classifier.classify(prompt.text()).category();
      confusion[prompt.category().ordinal()][seen.ordinal()]++;
    }
    TaskCategory majority = majority(training);
    List<Line> lines = new ArrayList<>();
    int right = 0;
    for (TaskCategory category : all) {
      int own = category.ordinal();
      int prompts = 0;
      int taken = 0;
      for (int i = 0; i < all.length; i++) {
        prompts += confusion[own][i];
        taken += confusion[i][own];
      }
      int hit = confusion[own][own];
      right += hit;
      lines.add(
          new Line(
              category,
              prompts,
              (double) hit / prompts,
              taken == 0 ? Double.NaN : (double) hit / taken,
              category == majority ? 1 : 0));
    }
    long majoritys = held.stream().filter(prompt -> prompt.category() == majority).count();
    return new ClassifierReport(
        lines, (double) right / held.size(), (double) majoritys / held.size());
  }

  private static TaskCategory majority(List<Prompt> training) {
    int[] counts = new int[TaskCategory.values().length];
    training.forEach(prompt -> counts[prompt.category().ordinal()]++);
    int most = 0;
    for (int i = 0; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return TaskCategory.values()[most];
  }
}
