package cambio.testkit;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says, however it was cut into events: the common ground of a decoder and of an
 * independent reading of the same bytes.
 *
 * @param choices in ascending order of their index; a choice without any content or finish is left
 *     out
 * @param usage the last count that makes sense, or null
 * @param failed whether the answer is a failure, possibly after some content
 */
public record Answer(List<Choice> choices, @Nullable Usage usage, boolean failed) {

  public Answer {
    choices = List.copyOf(choices);
  }

  /**
   * One alternative.
   *
   * @param reasoning readable reasoning of all blocks, joined (summaries too)
   * @param signatures seals and encrypted reasoning of all blocks, joined
   * @param annotations how many there are
   * @param logprobs how many tokens have log probabilities
   * @param media how many characters of media data, links and transcripts came
   */
  public record Choice(
      int index,
      String text,
      String reasoning,
      String signatures,
      String refusal,
      List<ToolCall> toolCalls,
      @Nullable FinishReason finish,
      @Nullable String nativeFinish,
      int annotations,
      int logprobs,
      long media) {

    public Choice {
      toolCalls = List.copyOf(toolCalls);
    }
  }

  /** A whole tool call. */
  public record ToolCall(@Nullable String id, @Nullable String name, String arguments) {}
}
