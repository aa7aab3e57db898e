package cambio.router.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A public figure on how good a model is. Figures of different benchmarks or settings are not
 * comparable with each other.
 *
 * @param benchmark e.g. {@code aider-polyglot}
 * @param category what it measures, e.g. {@code programming}
 * @param model the slug; null where no slug is certain. It need not be in the catalogue
 * @param label the source's own name for what was measured
 * @param setting effort or thinking mode, where the source has one
 * @param metric the unit of the score, where the source says
 * @param higherIsBetter whether more is better
 * @param score as the source has it
 * @param runCost USD for the whole run, where the source says
 * @param date ISO date of the figure, where known
 * @param source where it is from
 */
public record BenchmarkScore(
    String benchmark,
    String category,
    @Nullable String model,
    String label,
    @Nullable String setting,
    @Nullable String metric,
    boolean higherIsBetter,
    BigDecimal score,
    @Nullable BigDecimal runCost,
    @Nullable String date,
    String source) {}
