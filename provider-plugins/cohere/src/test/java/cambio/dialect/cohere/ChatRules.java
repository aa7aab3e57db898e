package cambio.dialect.cohere;

import cambio.testkit.Difference;
import cambio.testkit.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a reproduced request may differ from the recorded one. */
final class ChatRules {

  static final List<Rule> ALL =
      List.of(
          Rule.equivalence(
              "text is one text part",
              "a string is documented as short for an array of one text part",
              (d, r) -> sameText(d)),
          Rule.equivalenceAt(
              "$.messages[].content",
              "empty text says nothing",
              "an assistant that only calls tools needs no content",
              (d, r) -> d.sent() == null && "".equals(text(d.recorded()))),
          Rule.equivalenceAt(
              "$.stream",
              "stream is off",
              "stream is false by default",
              (d, r) -> d.recorded() == null && isFalse(d.sent())),
          Rule.equivalenceAt(
              "$.messages[].content[].image_url.detail",
              "detail is auto",
              "auto is the default",
              (d, r) -> d.sent() == null && isText(d.recorded(), "auto")),
          Rule.equivalence(
              "an empty list",
              "no documents, no tools and no stop texts are what an absent member says",
              (d, r) ->
                  d.path().matches("\\$\\.(documents|tools|stop_sequences)")
                      && d.sent() == null
                      && d.recorded() != null
                      && d.recorded().isEmpty()),
          Rule.equivalence(
              "null says nothing",
              "optional members may be null by the published types",
              (d, r) -> d.sent() == null && d.recorded() != null && d.recorded().isNull()));

  private ChatRules() {}

  private static boolean isFalse(@Nullable JsonNode node) {
    return node != null && node.isBoolean() && !node.booleanValue();
  }

  private static boolean isText(@Nullable JsonNode node, String text) {
    return node != null && text.equals(node.textValue());
  }

  private static boolean sameText(Difference difference) {
    String recorded = text(difference.recorded());
    return recorded != null && recorded.equals(text(difference.sent()));
  }

  /** The text, where the value is a string or an array of one text part. */
  private static @Nullable String text(@Nullable JsonNode node) {
    if (node == null || node.isTextual()) {
      return node == null ? null : node.textValue();
    }
    boolean one = node.isArray() && node.size() == 1 && node.path(0).size() == 2;
    return one && node.path(0).path("type").asText().equals("text")
        ? node.path(0).path("text").textValue()
        : null;
  }
}
