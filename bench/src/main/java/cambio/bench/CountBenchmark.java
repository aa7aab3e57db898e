package cambio.bench;

import cambio.router.auto.LabelledPrompts;
import cambio.server.tokens.PromptCounter;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Counts a prompt of a megabyte, which is counted as a sample: the most that counting takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CountBenchmark {

  private static final int CHARS = 1 << 20;

  private final PromptCounter counter = new PromptCounter(Runnable::run);
  private final GenerationRequest request = GenerationRequest.of(List.of(Message.user(text())));

  private static String text() {
    String prompts =
        String.join(
            "\n",
            LabelledPrompts.of(LabelledPrompts.Split.TRAIN).stream()
                .map(LabelledPrompts.Prompt::text)
                .toList());
    return prompts.repeat(CHARS / prompts.length() + 1).substring(0, CHARS);
  }

  /** Reads the vocabulary. */
  @Setup
  public void load() {
    counter.load();
  }

  /** Prompts in ten languages, one after the other. */
  @Benchmark
  public int countMegabyte() {
    return counter.tokens(request);
  }
}
