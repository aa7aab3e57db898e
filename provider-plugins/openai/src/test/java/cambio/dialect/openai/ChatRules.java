package cambio.dialect.openai;

import cambio.testkit.Difference;
import cambio.testkit.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** Two ways to say the same in this dialect. One exception, for requests that are no requests. */
final class ChatRules {

  /** Members of messages that the canonical request says. */
  private static final Set<String> CANONICAL =
      Set.of(
          "role",
          "content",
          "name",
          "refusal",
          "prefix",
          "cache_control",
          "tool_calls",
          "tool_call_id",
          "reasoning",
          "reasoning_content",
          "reasoning_details");

  private ChatRules() {}

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
            "$.messages[].content",
            "one text part is a string",
            "An array of one text part says the same as its text.",
            (d, r) -> sameText(d)),
        Rule.equivalenceAt(
            "$.messages[].content",
            "no content is empty content",
            "Null, an empty string and an empty array of parts all say nothing.",
            (d, r) -> saysNothing(d.recorded()) && saysNothing(d.sent())),
        Rule.equivalenceAt(
            "$.stop",
            "one stop text is an array of it",
            "stop may be a string or an array of strings.",
            (d, r) ->
                d.recorded() != null
                    && d.sent() != null
                    && d.sent().size() == 1
                    && d.sent().get(0).equals(d.recorded())),
        Rule.equivalenceAt(
            "$.messages[].prefix",
            "no prefix is the default",
            "prefix is false where it is absent.",
            (d, r) -> isFalse(d.recorded()) && d.sent() == null),
        Rule.equivalenceAt(
            "$.messages[].tool_calls[].index",
            "a call stands at its index",
            "The index of an earlier call repeats its place in the list.",
            (d, r) -> d.recorded() != null && d.sent() == null),
        Rule.equivalenceAt(
            "$.messages[].annotations",
            "annotations belong to answers",
            "The published API has no such member in a request and ignores it.",
            (d, r) -> d.sent() == null),
        Rule.exception(
            "members of messages without a canonical place",
            "They travel as extras of their message, which is off here.",
            (d, r) ->
                d.shape().matches("\\$\\.messages\\[\\]\\.\\w+")
                    && !CANONICAL.contains(d.shape().substring("$.messages[].".length()))
                    && d.sent() == null),
        Rule.exception(
            "refused at our own door",
            "The request is malformed, and the provider said so: ours would not send it on.",
            (d, r) ->
                d.path().startsWith("unreadable")
                    && (r.head().status() == 400 || r.head().status() == 422)),
        Rule.equivalence(
            "an empty list is absent",
            "No tools, calls, labels or biases are the default.",
            (d, r) ->
                List.of(
                            "$.tools",
                            "$.messages[].tool_calls",
                            "$.metadata",
                            "$.logit_bias",
                            "$.stop")
                        .contains(d.shape())
                    && isEmpty(d.recorded())
                    && d.sent() == null),
        Rule.equivalence(
            "a tool is a function",
            "function is the only type that a tool with a function can have.",
            (d, r) ->
                List.of("$.tools[].type", "$.tool_choice.type", "$.messages[].tool_calls[].type")
                        .contains(d.shape())
                    && d.recorded() == null
                    && d.sent() != null
                    && d.sent().asText().equals("function")));
  }

  private static boolean isFalse(@org.jspecify.annotations.Nullable JsonNode node) {
    return node != null && node.isBoolean() && !node.booleanValue();
  }

  private static boolean isEmpty(@org.jspecify.annotations.Nullable JsonNode node) {
    return node != null && node.isContainerNode() && node.isEmpty();
  }

  private static boolean saysNothing(@org.jspecify.annotations.Nullable JsonNode node) {
    return node == null
        || node.isNull()
        || node.isArray() && node.isEmpty()
        || node.isTextual() && node.textValue().isEmpty();
  }

  private static boolean sameText(Difference difference) {
    JsonNode recorded = difference.recorded();
    JsonNode sent = difference.sent();
    if (recorded == null || sent == null || !recorded.isArray() || recorded.size() != 1) {
      return false;
    }
    JsonNode part = recorded.get(0);
    return part.size() == 2
        && part.path("type").asText().equals("text")
        && part.path("text").equals(sent);
  }
}
