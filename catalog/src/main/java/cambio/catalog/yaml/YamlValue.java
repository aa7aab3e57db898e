package cambio.catalog.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a YAML file and where it stands. Immutable. */
public sealed interface YamlValue {

  /** Where it stands. */
  Place place();

  /** Members by name, in the file's order. */
  record YamlMap(Place place, Map<String, YamlValue> members) implements YamlValue {
    public YamlMap {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** A map without members, for a section that is absent. */
    public static YamlMap empty(Place place) {
      return new YamlMap(place, Map.of());
    }
  }

  /** Items in order. */
  record YamlList(Place place, List<YamlValue> items) implements YamlValue {
    public YamlList {
      items = List.copyOf(items);
    }
  }

  /**
   * A scalar. Its text is kept as written (a price keeps its digits, {@code 1.10} stays so).
   *
   * @param text with {@code ${...}} replaced
   * @param substituted whether a part of it came from the environment; such a text is never shown
   *     in a message, for it may be a secret
   */
  record YamlText(Place place, String text, boolean substituted) implements YamlValue {

    /** The text in quotes, or its absence explained, for messages. */
    public String shown() {
      return substituted ? "the value from the environment" : '"' + text + '"';
    }

    @Override
    public String toString() {
      return place + (substituted ? " ***" : " " + text);
    }
  }

  /** Nothing, {@code ~} or {@code null}: as if the member were absent. */
  record YamlNull(Place place) implements YamlValue {}
}
