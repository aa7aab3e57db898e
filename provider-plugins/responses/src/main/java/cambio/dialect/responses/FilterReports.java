package cambio.dialect.responses;

import cambio.spi.event.FilterReported;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code content_filters}, which Azure puts beside the output: one for each text looked at.
 */
final class FilterReports {

  private FilterReports() {}

  /** The reports that say something; those of a prompt belong to no choice. */
  static List<FilterReported> read(JsonReader json) throws IOException {
    List<FilterReported> reports = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      @Nullable String results = null;
      boolean prompt = false;
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "source_type" -> prompt = "prompt".equals(json.string());
          case "content_filter_results" -> {
            if (json.isObject()) {
              results = json.raw();
            } else {
              json.skip();
            }
          }
          default -> json.skip();
        }
      }
      if (results != null && results.length() > 2) {
        reports.add(new FilterReported(prompt ? null : 0, results));
      }
    }
    return reports;
  }
}
