package cambio.router.resume;

import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.Modality;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request for the rest of an answer: the conversation, and the text so far as an assistant's
 * message that is to be carried on.
 *
 * <p>White space at the end of the text is not sent. Some providers refuse it, others cut it off
 * unasked, and a word's token usually holds the blank before it: a model carries on best, and
 * everywhere alike, from the end of a word. The rest is then expected to begin with that white
 * space, see {@link Joint}.
 *
 * @param request what is sent
 * @param shown the text that the caller has
 * @param sent the part of it that the provider is given
 */
public record Continuation(GenerationRequest request, String shown, String sent) {

  /**
   * Why answers to this request cannot be carried on, whatever they are; null where they can. What
   * is not provably the same as an unbroken answer is refused: formats that a provider enforces
   * only on what it writes itself, reasoning whose thread would be lost, members that only the
   * provider understands.
   */
  public static @Nullable String objection(GenerationRequest request) {
    OutputOptions output = request.output();
    if (output.choices() > 1) {
      return "several choices were asked for";
    }
    if (output.format() != null && !(output.format() instanceof OutputFormat.Text)) {
      return "a format was asked for";
    }
    if (Boolean.TRUE.equals(output.logprobs()) || output.predictionJson() != null) {
      return "log probabilities or a prediction were asked for";
    }
    if (output.audio() != null || output.modalities().stream().anyMatch(m -> m != Modality.TEXT)) {
      return "more than text was asked for";
    }
    if (reasons(request.reasoning())) {
      return "reasoning was asked for";
    }
    if (!request.extras().isEmpty()) {
      return "it had members of one dialect only";
    }
    boolean unclear =
        request.messages().getLast() instanceof Message.Assistant last && !last.prefix();
    return unclear ? "its last message was the assistant's" : null;
  }

  private static boolean reasons(@Nullable ReasoningOptions reasoning) {
    return reasoning != null
        && !Boolean.FALSE.equals(reasoning.enabled())
        && reasoning.effort() != ReasoningEffort.NONE;
  }

  /**
   * The request for the rest.
   *
   * @param request a request without {@link #objection}
   * @param partial an answer without an objection
   * @return null where the rest cannot be asked for: the limit of tokens is used up, or the text
   *     ends in what may be the beginning of a stop sequence
   */
  public static @Nullable Continuation of(GenerationRequest request, PartialAnswer partial) {
    String shown = partial.text();
    OutputOptions output = request.output();
    Integer left = output.maxTokens() == null ? null : output.maxTokens() - partial.leastTokens();
    if ((left != null && left < 1) || endsWithinStop(shown, output.stop())) {
      return null;
    }
    String sent = shown.stripTrailing();
    GenerationRequest rest = request.withOutput(output.withMaxTokens(left));
    return new Continuation(
        sent.isEmpty() ? rest : rest.withMessages(carriedOn(request.messages(), sent)),
        shown,
        sent);
  }

  private static boolean endsWithinStop(String text, List<String> stops) {
    for (String stop : stops) {
      for (int length = 1; length < stop.length(); length++) {
        if (text.endsWith(stop.substring(0, length))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Message> carriedOn(List<Message> messages, String text) {
    List<Message> all = new ArrayList<>(messages);
    List<ContentPart> content = new ArrayList<>();
    if (all.getLast() instanceof Message.Assistant begun) {
      // The caller began the answer itself: what it wrote and what was generated are one message.
      all.removeLast();
      content.addAll(begun.content());
      if (!content.isEmpty() && content.getLast() instanceof ContentPart.Text last) {
        content.removeLast();
        content.add(new ContentPart.Text(last.text() + text, last.cacheHint()));
        all.add(new Message.Assistant(content, begun.name(), true, begun.extras()));
        return all;
      }
    }
    content.add(ContentPart.text(text));
    all.add(new Message.Assistant(content, null, true, Extras.none()));
    return all;
  }
}
