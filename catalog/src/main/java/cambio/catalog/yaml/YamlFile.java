package cambio.catalog.yaml;

import cambio.catalog.yaml.YamlValue.YamlList;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.catalog.yaml.YamlValue.YamlNull;
import cambio.catalog.yaml.YamlValue.YamlText;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Parses one YAML document into {@link YamlValue}s. Nothing in a file can make an object. */
public final class YamlFile {

  private static final int NESTING_MAX = 40;

  private final String name;
  private final Substitution substitution;
  private final List<Problem> problems;

  /** The nodes that are being read: a node among them once more is an endless tree. */
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlFile(String name, Substitution substitution, List<Problem> problems) {
    this.name = name;
    this.substitution = substitution;
    this.problems = problems;
  }

  /**
   * Parses a text whose root is a map (or nothing).
   *
   * @param name the file's name, for messages
   * @param environment looks up a variable, null where it is not set; {@code System::getenv}
   * @param problems receives what is wrong; what could be read is returned all the same
   */
  public static YamlMap parse(
      String name,
      String text,
      Function<String, @Nullable String> environment,
      List<Problem> problems) {
    YamlFile file = new YamlFile(name, new Substitution(environment::apply), problems);
    Place root = new Place(name, 1, "");
    Node node = file.compose(text);
    if (node == null) {
      return YamlMap.empty(root);
    }
    return switch (file.value(node, root)) {
      case YamlMap map -> map;
      case YamlNull nothing -> YamlMap.empty(nothing.place());
      case YamlText other -> file.notAMap(other, root);
      case YamlList other -> file.notAMap(other, root);
    };
  }

  private YamlMap notAMap(YamlValue other, Place root) {
    problems.add(new Problem(other.place(), "the document is no map (expected: name: value)"));
    return YamlMap.empty(root);
  }

  private @Nullable Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(NESTING_MAX);
    options.setMaxAliasesForCollections(50);
    try {
      return new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem(new Place(name, line, ""), "is no YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(new Problem(new Place(name, 1, ""), "is no YAML: " + e.getMessage()));
    }
    return null;
  }

  private YamlValue value(Node node, Place place) {
    if (!open.add(node)) {
      problems.add(new Problem(place, "an alias within what it stands for (expected: no cycle)"));
      return new YamlNull(place);
    }
    YamlValue value =
        switch (node) {
          case MappingNode mapping -> map(mapping, place);
          case SequenceNode sequence -> list(sequence, place);
          case ScalarNode scalar -> scalar(scalar, place);
          default ->
              throw new IllegalStateException("node of an unknown kind: " + node.getNodeId());
        };
    open.remove(node);
    return value;
  }

  private YamlMap map(MappingNode node, Place place) {
    Map<String, YamlValue> members = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Place at = place.member("?", line(tuple.getKeyNode()));
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(new Problem(at, "a member's name is no text"));
        continue;
      }
      at = place.member(key.getValue(), line(key));
      if (members.containsKey(key.getValue())) {
        problems.add(new Problem(at, "occurs twice"));
      }
      members.put(key.getValue(), value(tuple.getValueNode(), at));
    }
    return new YamlMap(place, members);
  }

  private YamlList list(SequenceNode node, Place place) {
    List<YamlValue> items = new ArrayList<>();
    for (Node item : node.getValue()) {
      items.add(value(item, place.item(items.size(), line(item))));
    }
    return new YamlList(place, items);
  }

  private YamlValue scalar(ScalarNode node, Place place) {
    if (node.getTag().equals(Tag.NULL)) {
      return new YamlNull(place);
    }
    String text = node.getValue();
    String replaced =
        substitution.apply(
            text,
            problem -> {
              problems.add(new Problem(place, problem));
              return "";
            });
    return new YamlText(place, replaced, !replaced.equals(text));
  }

  private static int line(Node node) {
    return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
  }
}
