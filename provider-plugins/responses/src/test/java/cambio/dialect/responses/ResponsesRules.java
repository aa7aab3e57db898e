package cambio.dialect.responses;

import cambio.testkit.Difference;
import cambio.testkit.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two ways to say the same in this dialect, and what is given up. */
final class ResponsesRules {

  private ResponsesRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.equivalence(
            "null is absent",
            "A member that is null has its default, as an absent one has.",
            (d, r) -> d.recorded() != null && d.recorded().isNull() && d.sent() == null),
        Rule.equivalenceAt(
            "$.stream",
            "no stream is the default",
            "stream is false where it is absent.",
            (d, r) -> isFalse(d.recorded()) && d.sent() == null),
        Rule.equivalenceAt(
            "$.input",
            "a text is a message of the user's",
            "input may be the text of a single message of role user.",
            (d, r) -> isOneMessage(d)),
        Rule.equivalence(
            "one text part is a string",
            "An array of one text part says the same as its text.",
            (d, r) ->
                Set.of("$.input[].content", "$.input[].output").contains(d.shape()) && sameText(d)),
        Rule.equivalenceAt(
            "$.input[].type",
            "an item with a role is a message",
            "The type of an item is message where it is absent.",
            (d, r) ->
                d.sent() == null
                    && d.recorded() != null
                    && d.recorded().asText().equals("message")),
        Rule.equivalence(
            "an item that is told whole needs no id",
            "id and status of a message, a call or its output are given by the API and optional"
                + " where the item is sent back.",
            (d, r) ->
                Set.of("$.input[].id", "$.input[].status").contains(d.shape()) && d.sent() == null),
        Rule.equivalence(
            "annotations belong to answers",
            "What an answer's text cites is not read where the text is sent back.",
            (d, r) ->
                Set.of("$.input[].content[].annotations", "$.input[].content[].logprobs")
                        .contains(d.shape())
                    && d.sent() == null),
        Rule.equivalence(
            "an empty list is absent",
            "No tools, no labels, no settings and nothing to include are the default.",
            (d, r) ->
                Set.of("$.tools", "$.include", "$.metadata", "$.text", "$.reasoning")
                        .contains(d.shape())
                    && d.recorded() != null
                    && saysNothing(d.recorded())
                    && d.sent() == null),
        Rule.exception(
            "refused at our own door",
            "The request is malformed, and the provider said so: ours would not send it on.",
            (d, r) ->
                d.path().startsWith("unreadable")
                    && (r.head().status() == 400 || r.head().status() == 422)));
  }

  private static boolean saysNothing(JsonNode node) {
    for (JsonNode member : node) {
      if (!member.isNull()) {
        return false;
      }
    }
    return node.isContainerNode();
  }

  private static boolean isFalse(@Nullable JsonNode node) {
    return node != null && node.isBoolean() && !node.booleanValue();
  }

  private static boolean isOneMessage(Difference difference) {
    JsonNode recorded = difference.recorded();
    JsonNode sent = difference.sent();
    return recorded != null
        && sent != null
        && recorded.isTextual()
        && sent.size() == 1
        && sent.get(0).size() == 2
        && sent.get(0).path("role").asText().equals("user")
        && sent.get(0).path("content").equals(recorded);
  }

  private static boolean sameText(Difference difference) {
    JsonNode recorded = difference.recorded();
    JsonNode sent = difference.sent();
    if (recorded == null || sent == null || !recorded.isArray() || recorded.size() != 1) {
      return false;
    }
    JsonNode part = recorded.get(0);
    boolean plain =
        part.properties().stream()
            .allMatch(member ->
                member.getKey().equals("type")
                    || member.getKey().equals("text")
                    || member.getKey().equals("annotations")
                    || member.getKey().equals("logprobs"));
    String type = part.path("type").asText();
    return plain
        && (type.equals("input_text") || type.equals("output_text"))
        && part.path("text").equals(sent);
  }
}
