package cambio.catalog.index;

import cambio.router.catalog.BenchmarkScore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Benchmark figures as bytes, apart from the catalogue: most processes never need them. */
public final class BenchmarkIndex {

  private BenchmarkIndex() {}

  /** Writes all of them and closes the stream. */
  public static void write(List<BenchmarkScore> scores, OutputStream stream) throws IOException {
    try (IndexOutput out = new IndexOutput(stream)) {
      out.number(scores.size());
      for (BenchmarkScore score : scores) {
        out.text(score.benchmark());
        out.text(score.category());
        out.text(score.model());
        out.text(score.label());
        out.text(score.setting());
        out.text(score.metric());
        out.flag(score.higherIsBetter());
        out.text(score.score().toPlainString());
        out.text(score.runCost() == null ? null : score.runCost().toPlainString());
        out.text(score.date());
        out.text(score.source());
      }
    }
  }

  /** Reads what was written and closes the stream. */
  public static List<BenchmarkScore> read(InputStream stream) throws IOException {
    IndexInput in = new IndexInput(stream);
    List<BenchmarkScore> scores = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      scores.add(
          new BenchmarkScore(
              in.text(),
              in.text(),
              in.optionalText(),
              in.text(),
              in.optionalText(),
              in.optionalText(),
              in.flag(),
              new BigDecimal(in.text()),
              decimal(in.optionalText()),
              in.optionalText(),
              in.text()));
    }
    return List.copyOf(scores);
  }

  private static @Nullable BigDecimal decimal(@Nullable String text) {
    return text == null ? null : new BigDecimal(text);
  }
}
