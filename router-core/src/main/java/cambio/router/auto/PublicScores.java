package cambio.router.auto;

import cambio.router.catalog.BenchmarkScore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Public benchmark figures: for each task the one benchmark that stands for it. No public figure
 * that we have measures translation or roleplay.
 *
 * <p>LiveBench's instruction following has models paraphrase, simplify, summarise and tell stories
 * from news, so it stands for summarising and for everything general; its data analysis has them
 * reformat tables and join columns.
 */
public final class PublicScores implements ScoreSource {

  private static final Map<TaskCategory, String> BENCHMARKS =
      new EnumMap<>(
          Map.of(
              TaskCategory.PROGRAMMING, "livebench-coding",
              TaskCategory.MATHS, "livebench-mathematics",
              TaskCategory.REASONING, "livebench-reasoning",
              TaskCategory.DATA_EXTRACTION, "livebench-data-analysis",
              TaskCategory.SUMMARISING, "livebench-if",
              TaskCategory.GENERAL, "livebench-if"));

  private final Map<TaskCategory, List<BenchmarkScore>> scores = new EnumMap<>(TaskCategory.class);

  /** The figures among these that stand for a task and name a model. */
  public PublicScores(List<BenchmarkScore> all) {
    BENCHMARKS.forEach((category, benchmark) -> {
      List<BenchmarkScore> own = new ArrayList<>();
      for (BenchmarkScore score : all) {
        if (score.benchmark().equals(benchmark) && score.model() != null) {
          own.add(score);
        }
      }
      scores.put(category, List.copyOf(own));
    });
  }

  @Override
  public List<BenchmarkScore> scores(TaskCategory category) {
    return scores.getOrDefault(category, List.of());
  }
}
