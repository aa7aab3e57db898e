package cambio.catalog.yaml;

import cambio.catalog.yaml.YamlValue.YamlList;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.catalog.yaml.YamlValue.YamlNull;
import cambio.catalog.yaml.YamlValue.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one map with defaults. A wrong member becomes a {@link Problem} and its
 * default is used, so that one run finds all problems. Call {@link #end} last: it reports the
 * members nobody asked for. Not thread-safe.
 */
public final class YamlSection {

  private final YamlMap map;
  private final List<Problem> problems;
  private final Set<String> asked = new LinkedHashSet<>();

  /** Reads this map and adds to these problems. */
  public YamlSection(YamlMap map, List<Problem> problems) {
    this.map = map;
    this.problems = problems;
  }

  /** Where the section stands. */
  public Place place() {
    return map.place();
  }

  /** Where a member stands, or would stand. */
  public Place placeOf(String name) {
    YamlValue value = map.members().get(name);
    return value == null ? map.place().member(name, map.place().line()) : value.place();
  }

  /** Whether the member is there and not null. */
  public boolean has(String name) {
    return value(name) != null;
  }

  /** Reports something wrong with a member. */
  public void problem(String name, String message) {
    problems.add(new Problem(placeOf(name), message));
  }

  /** The member as it stands in the file, or null where absent. */
  public @Nullable YamlValue value(String name) {
    asked.add(name);
    YamlValue value = map.members().get(name);
    return value instanceof YamlNull ? null : value;
  }

  /** The names of all members that are there; counts as having asked for them. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(map.members().keySet());
    names.removeIf(name -> !has(name));
    return names;
  }

  /** Lets members stand that are for people only. */
  public YamlSection known(String... names) {
    asked.addAll(List.of(names));
    return this;
  }

  /** A scalar as messages may show it. */
  public String shown(String name) {
    return value(name) instanceof YamlText text ? text.shown() : "nothing";
  }

  /** A text, or null where absent. */
  public @Nullable String text(String name) {
    YamlText text = scalar(name);
    return text == null ? null : text.text();
  }

  /** A text with a default. */
  public String text(String name, String otherwise) {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  /** A text that must be there and not be empty; empty and a problem where it is not. */
  public String required(String name) {
    return required(name, "a text");
  }

  /** The same with what is expected, for the message. */
  public String required(String name, String expected) {
    YamlText text = scalar(name);
    if (text == null || text.text().isEmpty()) {
      if (text != null || !has(name)) {
        problem(name, "is missing (expected: " + expected + ")");
      }
      return "";
    }
    return text.text();
  }

  /**
   * A scalar that is read by a function.
   *
   * @param expected what is expected, for the message, e.g. {@code "0..65535"}
   * @param parse throws an {@link IllegalArgumentException}, an {@link ArithmeticException} or a
   *     {@link java.time.DateTimeException} for what it does not take
   */
  public <T extends @Nullable Object> T parsed(
      String name, T otherwise, String expected, Function<String, ? extends T> parse) {
    YamlText text = scalar(name);
    return text == null ? otherwise : parsed(text, otherwise, expected, parse);
  }

  /** The same, null where the member is absent or wrong. */
  public <T> @Nullable T parsed(String name, String expected, Function<String, T> parse) {
    return this.<@Nullable T>parsed(name, null, expected, parse);
  }

  /** A list of scalars, each read by a function; a single one counts as a list of one. */
  public <T> List<T> parsedItems(String name, String expected, Function<String, T> parse) {
    List<T> parsed = new ArrayList<>();
    for (YamlValue item : items(name)) {
      if (item instanceof YamlText text) {
        T value = this.<@Nullable T>parsed(text, null, expected, parse);
        if (value != null) {
          parsed.add(value);
        }
      } else {
        wrong(item, expected);
      }
    }
    return parsed;
  }

  private <T extends @Nullable Object> T parsed(
      YamlText text, T otherwise, String expected, Function<String, ? extends T> parse) {
    try {
      return parse.apply(text.text());
    } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException e) {
      problems.add(new Problem(text.place(), text.shown() + " (expected: " + expected + ")"));
      return otherwise;
    }
  }

  /** A whole number over 0, or null where absent. */
  public @Nullable Integer count(String name) {
    return parsed(
        name,
        "a whole number over 0",
        text -> {
          int value = Integer.parseInt(text);
          if (value <= 0) {
            throw new IllegalArgumentException(text);
          }
          return value;
        });
  }

  /** {@code true}, {@code false}, or null where absent. */
  public @Nullable Boolean flag(String name) {
    return this.<@Nullable Boolean>choice(name, null, Map.of("true", true, "false", false));
  }

  /** A whole number within bounds. */
  public int integer(String name, int otherwise, int least, int most) {
    return parsed(
        name,
        otherwise,
        "a whole number, " + least + ".." + most,
        text -> {
          int value = Integer.parseInt(text);
          if (value < least || value > most) {
            throw new IllegalArgumentException();
          }
          return value;
        });
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name, boolean otherwise) {
    return choice(name, otherwise, Map.of("true", true, "false", false));
  }

  /** One of some words. */
  public <T extends @Nullable Object> T choice(
      String name, T otherwise, Map<String, ? extends T> choices) {
    return parsed(
        name,
        otherwise,
        "one of " + String.join(", ", choices.keySet().stream().sorted().toList()),
        text -> {
          T value = choices.get(text);
          if (value == null) {
            throw new IllegalArgumentException();
          }
          return value;
        });
  }

  /** A list of texts; a single text counts as a list of one. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (YamlValue item : items(name)) {
      switch (item) {
        case YamlText text -> texts.add(text.text());
        case YamlMap other -> wrong(other, "a text");
        case YamlList other -> wrong(other, "a text");
        case YamlNull other -> wrong(other, "a text");
      }
    }
    return texts;
  }

  /** Texts by name. */
  public Map<String, String> textsByName(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    mapOf(name)
        .members()
        .forEach((key, item) -> {
          switch (item) {
            case YamlText text -> texts.put(key, text.text());
            case YamlMap other -> wrong(other, "a text");
            case YamlList other -> wrong(other, "a text");
            case YamlNull other -> wrong(other, "a text");
          }
        });
    return texts;
  }

  /** A section; one without members where absent. */
  public YamlSection section(String name) {
    return new YamlSection(mapOf(name), problems);
  }

  /** A list of sections; empty where absent. */
  public List<YamlSection> sections(String name) {
    List<YamlSection> sections = new ArrayList<>();
    for (YamlValue item : items(name)) {
      switch (item) {
        case YamlMap section -> sections.add(new YamlSection(section, problems));
        case YamlText other -> wrong(other, "a map");
        case YamlList other -> wrong(other, "a map");
        case YamlNull other -> wrong(other, "a map");
      }
    }
    return sections;
  }

  /** Reports every member that nobody asked for, with the nearest known name. */
  public void end() {
    for (Map.Entry<String, YamlValue> member : map.members().entrySet()) {
      if (!asked.contains(member.getKey())) {
        String nearest = NearestName.of(member.getKey(), asked);
        problems.add(
            new Problem(
                member.getValue().place(),
                "is no known member ("
                    + (nearest == null ? "" : "did you mean " + nearest + "? ")
                    + "expected: one of "
                    + String.join(", ", asked)
                    + ")"));
      }
    }
  }

  private @Nullable YamlText scalar(String name) {
    YamlValue value = value(name);
    if (value == null || value instanceof YamlText) {
      return (YamlText) value;
    }
    wrong(value, "a single value");
    return null;
  }

  private YamlMap mapOf(String name) {
    YamlValue value = value(name);
    if (value instanceof YamlMap found) {
      return found;
    }
    if (value != null) {
      wrong(value, "a map");
    }
    return YamlMap.empty(placeOf(name));
  }

  private List<YamlValue> items(String name) {
    YamlValue value = value(name);
    if (value == null) {
      return List.of();
    }
    return value instanceof YamlList list ? list.items() : List.of(value);
  }

  private void wrong(YamlValue value, String expected) {
    String found =
        switch (value) {
          case YamlText text -> text.shown();
          case YamlMap map -> "a map";
          case YamlList list -> "a list";
          case YamlNull nothing -> "nothing";
        };
    problems.add(new Problem(value.place(), found + " (expected: " + expected + ")"));
  }
}
