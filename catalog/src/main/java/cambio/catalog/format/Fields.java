package cambio.catalog.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The fields of one YAML mapping. Each accessor reports what is wrong with its field and goes on,
 * answering null or nothing; {@link #done} then reports the fields that nobody asked for.
 *
 * <p>Scalars are taken as written, so {@code 0.1} is a decimal and never a binary float.
 */
final class Fields {

  private final Node node;
  private final String path;
  private final Problems problems;
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  private Fields(MappingNode node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    for (NodeTuple tuple : node.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (keys.putIfAbsent(key, tuple.getKeyNode()) != null) {
        problems.add(tuple.getKeyNode(), at(key), "occurs twice");
      } else if (!tuple.getValueNode().getTag().equals(Tag.NULL)) {
        values.put(key, tuple.getValueNode());
      }
    }
  }

  static @Nullable Fields of(Node node, String path, Problems problems) {
    if (node instanceof MappingNode mapping) {
      return new Fields(mapping, path, problems);
    }
    problems.add(node, path, describe(node) + " (expected: fields)");
    return null;
  }

  Problems problems() {
    return problems;
  }

  boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  /** The node itself, for what has a form of its own. */
  @Nullable Node node(String key) {
    asked.add(key);
    return values.get(key);
  }

  /** The names of all fields; counts as having asked for them. */
  Set<String> names() {
    asked.addAll(values.keySet());
    return values.keySet();
  }

  /** Fields that are there for people only. */
  Fields informational(String... names) {
    asked.addAll(List.of(names));
    return this;
  }

  /** Reports unknown fields; to be called when every known one was asked for. */
  void done() {
    keys.forEach((key, at) -> {
      if (!asked.contains(key)) {
        problems.add(at, at(key), "unknown field" + NearestNames.hint(key, asked));
      }
    });
  }

  void problem(String key, String message) {
    Node at = values.getOrDefault(key, node);
    problems.add(at, key.isEmpty() ? path : at(key), message);
  }

  @Nullable String text(String key) {
    return value(key, "a text", Fields::notBlank);
  }

  /** A text that must be there. */
  @Nullable String required(String key, String expected) {
    if (!has(key)) {
      problem(key, "missing (expected: " + expected + ")");
    }
    return text(key);
  }

  @Nullable Boolean flag(String key) {
    return value(key, "true or false", Fields::parseFlag);
  }

  /** A whole number over 0. */
  @Nullable Integer count(String key) {
    return value(key, "a whole number over 0", Fields::parseCount);
  }

  /**
   * A scalar, read by a function that throws {@link IllegalArgumentException}, {@link
   * ArithmeticException} or {@link java.time.DateTimeException} for what it cannot read.
   */
  <T> @Nullable T value(String key, String expected, Function<String, T> parse) {
    asked.add(key);
    Node value = values.get(key);
    return value == null ? null : parse(value, at(key), expected, parse);
  }

  /** A list of scalars; empty where it is absent. */
  <T> Set<T> list(String key, String expected, Function<String, T> parse) {
    asked.add(key);
    Set<T> parsed = new LinkedHashSet<>();
    int index = 0;
    for (Node item : sequence(key)) {
      T value = parse(item, at(key) + "[" + index++ + "]", expected, parse);
      if (value != null) {
        parsed.add(value);
      }
    }
    return parsed;
  }

  List<String> texts(String key) {
    return List.copyOf(list(key, "a text", Fields::notBlank));
  }

  /** A mapping of texts to texts; empty where it is absent. */
  Map<String, String> entries(String key) {
    Map<String, String> entries = new LinkedHashMap<>();
    Fields inner = fields(key);
    if (inner != null) {
      for (String name : inner.names()) {
        String text = inner.text(name);
        if (text != null) {
          entries.put(name, text);
        }
      }
    }
    return entries;
  }

  @Nullable Fields fields(String key) {
    asked.add(key);
    Node value = values.get(key);
    return value == null ? null : of(value, at(key), problems);
  }

  /** A list of mappings; empty where it is absent. */
  List<Fields> items(String key) {
    asked.add(key);
    List<Fields> items = new ArrayList<>();
    int index = 0;
    for (Node item : sequence(key)) {
      Fields fields = of(item, at(key) + "[" + index++ + "]", problems);
      if (fields != null) {
        items.add(fields);
      }
    }
    return items;
  }

  /** One mapping or a list of them. */
  List<Fields> oneOrMore(String key) {
    if (values.get(key) instanceof MappingNode) {
      Fields one = fields(key);
      return one == null ? List.of() : List.of(one);
    }
    return items(key);
  }

  private List<Node> sequence(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problems.add(value, at(key), describe(value) + " (expected: a list)");
    return List.of();
  }

  private <T> @Nullable T parse(
      Node value, String field, String expected, Function<String, T> parse) {
    if (value instanceof ScalarNode scalar) {
      try {
        return parse.apply(scalar.getValue());
      } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException e) {
        // Reported below, with the value as it was written.
      }
    }
    problems.add(value, field, describe(value) + " (expected: " + expected + ")");
    return null;
  }

  private String at(String key) {
    return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
  }

  private static String describe(Node node) {
    if (node instanceof ScalarNode scalar) {
      return '"' + scalar.getValue() + '"';
    }
    return node instanceof SequenceNode ? "a list" : "fields";
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("blank");
    }
    return text;
  }

  private static Boolean parseFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Integer parseCount(String text) {
    int count = Integer.parseInt(text);
    if (count <= 0) {
      throw new IllegalArgumentException(text);
    }
    return count;
  }
}
