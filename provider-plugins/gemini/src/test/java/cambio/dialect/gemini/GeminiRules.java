package cambio.dialect.gemini;

import cambio.testkit.Difference;
import cambio.testkit.Rule;
import java.util.List;

/** Why a reproduced request may differ from the recorded one. */
final class GeminiRules {

  static final List<Rule> ALL =
      List.of(
          Rule.equivalenceAt(
              "$.systemInstruction.role",
              "instructions have no role",
              "the role of systemInstruction is not read",
              (d, r) -> d.sent() == null),
          Rule.equivalenceAt(
              "$.systemInstruction",
              "no instructions",
              "an instruction of no text says nothing",
              (d, r) -> d.sent() == null && d.recorded() != null && isSilent(d)),
          Rule.equivalenceAt(
              "$.contents[].role",
              "results are the user's",
              "a function's result is of role user or, in the older form, function",
              (d, r) -> is(d, "function", "user")),
          Rule.equivalenceAt(
              "$.contents[].role",
              "a turn is the user's",
              "a turn without a role is the user's",
              (d, r) ->
                  d.recorded() == null && d.sent() != null && d.sent().asText().equals("user")),
          Rule.equivalenceAt(
              "$.generationConfig",
              "nothing configured",
              "an empty generationConfig says nothing",
              (d, r) -> d.sent() == null && d.recorded() != null && d.recorded().isEmpty()),
          Rule.equivalenceAt(
              "$.generationConfig.responseMimeType",
              "text is the default",
              "an answer is text/plain by default",
              (d, r) ->
                  d.sent() == null
                      && d.recorded() != null
                      && d.recorded().asText().equals("text/plain")),
          Rule.equivalenceAt(
              "$.generationConfig.thinkingConfig.includeThoughts",
              "thoughts are hidden",
              "thoughts are not part of the answer by default",
              (d, r) ->
                  d.sent() == null
                      && d.recorded() != null
                      && d.recorded().isBoolean()
                      && !d.recorded().booleanValue()),
          Rule.equivalence(
              "the type of a link",
              "the provider finds out the type of a link where none is said",
              (d, r) ->
                  d.shape().endsWith(".fileData.mimeType")
                      && d.recorded() == null
                      && d.sent() != null),
          Rule.equivalenceAt(
              "$.tools",
              "no tools",
              "an empty list of tools says nothing",
              (d, r) -> d.sent() == null && d.recorded() != null && d.recorded().isEmpty()),
          Rule.exception(
              "an illegal role",
              "a role that the provider refuses with 400 cannot be said in the canonical request",
              (d, r) ->
                  d.path().startsWith("unreadable: $.contents[")
                      && d.path().contains("].role: ")
                      && r.head().status() == 400));

  private GeminiRules() {}

  private static boolean is(Difference difference, String recorded, String sent) {
    return difference.recorded() != null
        && difference.sent() != null
        && difference.recorded().asText().equals(recorded)
        && difference.sent().asText().equals(sent);
  }

  private static boolean isSilent(Difference difference) {
    return difference.recorded() != null
        && difference.recorded().path("parts").findValuesAsText("text").stream()
            .allMatch(String::isEmpty)
        && difference.recorded().path("parts").size()
            == difference.recorded().path("parts").findValues("text").size();
  }
}
