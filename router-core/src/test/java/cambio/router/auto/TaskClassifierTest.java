package cambio.router.auto;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.auto.LabelledPrompts.Prompt;
import cambio.router.auto.LabelledPrompts.Split;
import cambio.router.auto.TaskClassifier.Classification;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskClassifierTest {

  private static final List<Prompt> TRAINING = LabelledPrompts.of(Split.TRAIN);
  private static final List<Prompt> HELD = LabelledPrompts.of(Split.HELD);

  @Test
  void thereAreManyPromptsAndNoneIsOnBothSides() {
    List<Prompt> dev = LabelledPrompts.of(Split.DEV);
    assertThat(TRAINING.size() + dev.size() + HELD.size()).isGreaterThanOrEqualTo(400);
    Set<String> texts = new HashSet<>();
    for (List<Prompt> split : List.of(TRAINING, dev, HELD)) {
      split.forEach(prompt -> assertThat(texts.add(prompt.text())).as(prompt.text()).isTrue());
    }
  }

  @Test
  void itIsBetterThanTheMajorityOnPromptsItHasNotSeen() {
    ClassifierReport report = ClassifierReport.of(TaskClassifier.shipped(), TRAINING, HELD);
    assertThat(report.baselineAccuracy()).isLessThan(0.2);
    assertThat(report.accuracy()).isGreaterThan(0.7);
    for (ClassifierReport.Line line : report.lines()) {
      assertThat(line.recall()).as(line.category().wireName()).isGreaterThan(0.5);
    }
  }

  @Test
  void theShippedWeightsAreWhatTrainingGives() {
    assertThat(TaskTrainer.train(TRAINING).toText()).isEqualTo(TaskClassifier.shipped().toText());
  }

  @Test
  void anyTextIsTakenForSomething() {
    for (String text : List.of("", " ", "\u0000", "x".repeat(1_000_000), "\ud800", "🦊🦊🦊")) {
      Classification found = TaskClassifier.shipped().classify(text);
      assertThat(found.confidence()).isBetween(1.0 / 8, 1.0);
    }
  }
}
