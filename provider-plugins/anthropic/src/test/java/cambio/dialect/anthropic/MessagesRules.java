package cambio.dialect.anthropic;

import cambio.testkit.Difference;
import cambio.testkit.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a reproduced request may differ from the recorded one. */
final class MessagesRules {

  static final List<Rule> ALL =
      List.of(
          Rule.equivalence(
              "text is one text block",
              "a string is documented as short for an array of one text block",
              (d, r) -> sameText(d)),
          Rule.equivalenceAt(
              "$.stream", "stream is off", "stream is false by default", (d, r) -> isFalse(d)),
          Rule.equivalenceAt(
              "$.system",
              "no instructions",
              "an empty system says nothing",
              (d, r) -> d.sent() == null && isEmpty(d.recorded())),
          Rule.equivalence(
              "an empty list",
              "no stop texts, no tools, no metadata and no settings are what an absent member says",
              (d, r) ->
                  d.path().matches("\\$\\.(stop_sequences|tools|metadata|output_config)")
                      && d.sent() == null
                      && saysNothing(d.recorded())),
          Rule.equivalence(
              "null says nothing",
              "optional members may be null by the published types",
              (d, r) -> d.sent() == null && d.recorded() != null && d.recorded().isNull()),
          Rule.equivalence(
              "no error",
              "is_error of a tool result is false by default",
              (d, r) -> d.path().endsWith(".is_error") && isFalse(d)),
          Rule.equivalence(
              "called by the model",
              "caller of a tool call is direct by default",
              (d, r) ->
                  d.path().endsWith(".caller")
                      && d.sent() == null
                      && d.recorded() != null
                      && d.recorded().path("type").asText().equals("direct")),
          Rule.equivalenceAt(
              "$.tools[].type",
              "a tool is custom",
              "a tool without a type is a custom one",
              (d, r) ->
                  d.sent() == null
                      && d.recorded() != null
                      && d.recorded().asText().equals("custom")));

  private MessagesRules() {}

  private static boolean isFalse(Difference difference) {
    JsonNode recorded = difference.recorded();
    return difference.sent() == null
        && recorded != null
        && recorded.isBoolean()
        && !recorded.booleanValue();
  }

  private static boolean saysNothing(@Nullable JsonNode node) {
    if (node == null || !node.isContainerNode()) {
      return false;
    }
    for (JsonNode member : node) {
      if (!member.isNull()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEmpty(@Nullable JsonNode node) {
    return node != null && (node.isArray() ? node.isEmpty() : node.asText("x").isEmpty());
  }

  private static boolean sameText(Difference difference) {
    String recorded = text(difference.recorded());
    return recorded != null && recorded.equals(text(difference.sent()));
  }

  /** The text, where the value is a string or an array of one bare text block. */
  private static @Nullable String text(@Nullable JsonNode node) {
    if (node == null || node.isTextual()) {
      return node == null ? null : node.textValue();
    }
    long said = node.path(0).properties().stream().filter(m -> !m.getValue().isNull()).count();
    boolean one = node.isArray() && node.size() == 1 && said == 2;
    return one && node.path(0).path("type").asText().equals("text")
        ? node.path(0).path("text").textValue()
        : null;
  }
}
