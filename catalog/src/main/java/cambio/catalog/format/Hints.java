package cambio.catalog.format;

import cambio.catalog.yaml.NearestName;
import java.util.Collection;

/** The end of a message about a name that nobody knows. */
final class Hints {

  private Hints() {}

  /** Empty where no known name is near, else {@code ; did you mean …?}. */
  static String of(String name, Collection<String> known) {
    String nearest = NearestName.of(name, known);
    return nearest == null ? "" : "; did you mean " + nearest + "?";
  }
}
