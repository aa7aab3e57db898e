package cambio.catalog.format;

import cambio.catalog.yaml.YamlSection;
import cambio.router.catalog.BenchmarkScore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the figures of one benchmark. */
final class BenchmarkReader {

  private BenchmarkReader() {}

  /** The figures; where there are problems they are not to be used. */
  static List<BenchmarkScore> read(YamlSection file) {
    String benchmark = file.required("benchmark", "a name");
    String category = file.required("category", "a name");
    String metric = file.text("metric");
    boolean higherIsBetter = file.flag("higher_is_better", true);
    Map<String, String> sources = sources(file);
    List<BenchmarkScore> scores = new ArrayList<>();
    for (YamlSection fields : file.sections("scores")) {
      String label = fields.required("label", "the source's own name");
      fields.required("score", "a decimal");
      BigDecimal score = decimal(fields, "score");
      String source = sources.get(fields.required("source", "a name under sources"));
      if (source == null) {
        fields.problem("source", fields.shown("source") + " (expected: a name under sources)");
      }
      scores.add(
          new BenchmarkScore(
              benchmark,
              fields.text("category", category),
              fields.text("model"),
              label,
              fields.text("setting"),
              fields.has("metric") ? fields.text("metric") : metric,
              higherIsBetter,
              score == null ? BigDecimal.ZERO : score,
              decimal(fields, "cost_usd_total"),
              fields.text("date"),
              source == null ? "" : source));
      fields.known("variant", "score_first_try", "seconds_per_case", "date_basis", "via");
      fields.known("percent_well_formed", "test_cases").end();
    }
    file.end();
    return scores;
  }

  private static Map<String, String> sources(YamlSection file) {
    Map<String, String> sources = new LinkedHashMap<>();
    YamlSection fields = file.section("sources");
    for (String name : fields.names()) {
      YamlSection source = fields.section(name);
      sources.put(name, source.required("from", "where the figures are from"));
      source.known("commit").end();
    }
    return sources;
  }

  private static @Nullable BigDecimal decimal(YamlSection fields, String key) {
    return fields.parsed(key, "a decimal", BigDecimal::new);
  }
}
