package cambio.catalog.format;

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

  static List<BenchmarkScore> read(Fields file) {
    String benchmark = file.required("benchmark", "a name");
    String category = file.required("category", "a name");
    String metric = file.text("metric");
    Boolean higherIsBetter = file.flag("higher_is_better");
    Map<String, String> sources = sources(file);
    List<BenchmarkScore> scores = new ArrayList<>();
    for (Fields fields : file.items("scores")) {
      String label = fields.required("label", "the source's own name");
      fields.required("score", "a decimal");
      BigDecimal score = decimal(fields, "score");
      String reference = fields.required("source", "a name under sources");
      String source = reference == null ? null : sources.get(reference);
      if (reference != null && source == null) {
        fields.problem("source", "\"" + reference + "\" (expected: a name under sources)");
      }
      String category2 = fields.text("category");
      String metric2 = fields.text("metric");
      String model = fields.text("model");
      String setting = fields.text("setting");
      BigDecimal cost = decimal(fields, "cost_usd_total");
      String date = fields.text("date");
      fields.informational("variant", "score_first_try", "seconds_per_case", "date_basis", "via");
      fields.informational("percent_well_formed", "test_cases").done();
      if (benchmark != null
          && category != null
          && label != null
          && score != null
          && source != null) {
        scores.add(
            new BenchmarkScore(
                benchmark,
                category2 == null ? category : category2,
                model,
                label,
                setting,
                metric2 == null ? metric : metric2,
                higherIsBetter == null || higherIsBetter,
                score,
                cost,
                date,
                source));
      }
    }
    file.done();
    return scores;
  }

  private static Map<String, String> sources(Fields file) {
    Map<String, String> sources = new LinkedHashMap<>();
    Fields fields = file.fields("sources");
    if (fields != null) {
      for (String name : fields.names()) {
        Fields source = fields.fields(name);
        if (source != null) {
          String from = source.required("from", "where the figures are from");
          source.informational("commit").done();
          if (from != null) {
            sources.put(name, from);
          }
        }
      }
    }
    return sources;
  }

  private static @Nullable BigDecimal decimal(Fields fields, String key) {
    return fields.value(key, "a decimal", BigDecimal::new);
  }
}
