package cambio.router.auto;

import cambio.router.catalog.BenchmarkScore;
import java.util.List;

/**
 * Where scores of models at a task come from: public benchmarks, or what callers of this router
 * said of answers. Scores of two sources are never compared with each other. Safe from any thread;
 * never blocks.
 */
@FunctionalInterface
public interface ScoreSource {

  /**
   * All scores for a task, of one benchmark, in any number of settings; empty where it has none.
   */
  List<BenchmarkScore> scores(TaskCategory category);
}
