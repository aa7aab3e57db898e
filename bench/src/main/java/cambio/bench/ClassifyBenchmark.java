package cambio.bench;

import cambio.router.auto.LabelledPrompts;
import cambio.router.auto.TaskClassifier;
import cambio.router.auto.TaskClassifier.Classification;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Tells the task of a prompt: of the held-out ones, one after the other, and of one as long as is
 * looked at (20,000 characters). Under a millisecond each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ClassifyBenchmark {

  private static final int LONGEST = 20_000;

  private final TaskClassifier classifier = TaskClassifier.shipped();
  private final List<String> prompts =
      LabelledPrompts.of(LabelledPrompts.Split.HELD).stream()
          .map(LabelledPrompts.Prompt::text)
          .toList();
  private final String longest = String.join(" ", prompts).repeat(64).substring(0, LONGEST);
  private int next;

  /** The prompts of the held-out split, in turn. */
  @Benchmark
  public Classification classifyHeldOut() {
    next = (next + 1) % prompts.size();
    return classifier.classify(prompts.get(next));
  }

  /** The longest text that is looked at. */
  @Benchmark
  public Classification classifyLongest() {
    return classifier.classify(longest);
  }
}
