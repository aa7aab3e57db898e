package cambio.dialect.bedrock;

import cambio.testkit.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a reproduced request may differ from the recorded one. */
final class ConverseRules {

  static final List<Rule> ALL =
      List.of(
          Rule.equivalence(
              "an empty member",
              "no instructions, no stop texts and no settings are what an absent member says",
              (d, r) ->
                  d.path()
                          .matches(
                              "\\$\\.(system|inferenceConfig(\\.stopSequences)?|requestMetadata"
                                  + "|additionalModelRequestFields)")
                      && d.sent() == null
                      && saysNothing(d.recorded())),
          Rule.equivalence(
              "a call of the caller's tool",
              "that is what a call without a type is",
              (d, r) ->
                  d.path().endsWith(".toolUse.type")
                      && d.sent() == null
                      && d.recorded() != null
                      && d.recorded().asText().equals("tool_use")),
          Rule.equivalence(
              "a success",
              "a tool result without a status is a success",
              (d, r) ->
                  d.path().endsWith(".toolResult.status")
                      && d.sent() == null
                      && d.recorded() != null
                      && d.recorded().asText().equals("success")));

  private ConverseRules() {}

  private static boolean saysNothing(@Nullable JsonNode node) {
    if (node == null || !node.isContainerNode()) {
      return false;
    }
    for (JsonNode member : node) {
      if (!saysNothing(member)) {
        return false;
      }
    }
    return true;
  }
}
