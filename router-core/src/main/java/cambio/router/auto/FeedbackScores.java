package cambio.router.auto;

import cambio.router.catalog.BenchmarkScore;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this router's callers said of answers, as a benchmark: the mean opinion of a model, 0 (all
 * bad) to 100 (all good). A model counts from {@link #LEAST} opinions on, and a task has scores
 * once two models count: one alone would win whatever it costs. The general task has the opinions
 * of all tasks. Safe from any thread.
 */
public final class FeedbackScores implements ScoreSource {

  /** The name of this benchmark. */
  public static final String BENCHMARK = "feedback";

  /** The fewest opinions that a score is made of. */
  public static final int LEAST = 20;

  private static final BigDecimal WORST = BigDecimal.valueOf(-1_000);
  private static final BigDecimal SPAN = BigDecimal.valueOf(20);

  private volatile List<Opinions> opinions = List.of();

  /**
   * What was said of a model's answers to a task.
   *
   * @param category null where the answers were not classified
   * @param count how many opinions, 1 or more
   * @param thousandths the sum of their scores, each -1000 to 1000
   */
  public record Opinions(
      @Nullable TaskCategory category, String model, long count, long thousandths) {}

  /** Takes these in the place of those before. */
  public void replace(List<Opinions> now) {
    opinions = List.copyOf(now);
  }

  @Override
  public List<BenchmarkScore> scores(TaskCategory category) {
    Map<String, Opinions> byModel = new HashMap<>();
    for (Opinions some : opinions) {
      if (category == TaskCategory.GENERAL || some.category() == category) {
        byModel.merge(some.model(), some, FeedbackScores::plus);
      }
    }
    List<BenchmarkScore> scores = new ArrayList<>();
    byModel.forEach((model, all) -> {
      if (all.count() >= LEAST) {
        scores.add(score(category, all));
      }
    });
    return scores.size() < 2 ? List.of() : scores;
  }

  private static Opinions plus(Opinions one, Opinions other) {
    return new Opinions(
        null, one.model(), one.count() + other.count(), one.thousandths() + other.thousandths());
  }

  private static BenchmarkScore score(TaskCategory category, Opinions all) {
    BigDecimal mean =
        BigDecimal.valueOf(all.thousandths())
            .divide(BigDecimal.valueOf(all.count()), 3, RoundingMode.HALF_EVEN);
    return new BenchmarkScore(
        BENCHMARK,
        category.wireName(),
        all.model(),
        all.model(),
        null,
        "mean opinion, 0 to 100",
        true,
        mean.subtract(WORST).divide(SPAN, 2, RoundingMode.HALF_EVEN),
        null,
        null,
        "%d opinions of this router's callers".formatted(all.count()));
  }
}
