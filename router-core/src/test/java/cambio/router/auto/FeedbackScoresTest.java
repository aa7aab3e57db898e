package cambio.router.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cambio.router.auto.FeedbackScores.Opinions;
import cambio.router.catalog.BenchmarkScore;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedbackScoresTest {

  private final FeedbackScores scores = new FeedbackScores();

  @Test
  void aScoreIsTheMeanOpinion() {
    scores.replace(
        List.of(
            new Opinions(TaskCategory.MATHS, "acme/large", 40, 40_000),
            new Opinions(TaskCategory.MATHS, "acme/small", 20, -10_000)));

    assertThat(scores.scores(TaskCategory.MATHS))
        .extracting(BenchmarkScore::model, score -> score.score().toPlainString())
        .containsExactlyInAnyOrder(tuple("acme/large", "100.00"), tuple("acme/small", "25.00"));
    assertThat(scores.scores(TaskCategory.PROGRAMMING)).isEmpty();
  }

  @Test
  void fewOpinionsAreNoScoreAndOneModelIsNoRanking() {
    scores.replace(
        List.of(
            new Opinions(TaskCategory.MATHS, "acme/large", 400, 0),
            new Opinions(TaskCategory.MATHS, "acme/small", FeedbackScores.LEAST - 1, 0)));

    assertThat(scores.scores(TaskCategory.MATHS)).isEmpty();
  }

  @Test
  void theGeneralTaskHasTheOpinionsOfAll() {
    scores.replace(
        List.of(
            new Opinions(TaskCategory.MATHS, "acme/large", 10, 10_000),
            new Opinions(null, "acme/large", 10, -10_000),
            new Opinions(null, "acme/small", 20, 0)));

    assertThat(scores.scores(TaskCategory.GENERAL))
        .extracting(score -> score.score().toPlainString())
        .containsExactly("50.00", "50.00");
  }
}
