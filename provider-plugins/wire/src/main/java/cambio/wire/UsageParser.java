package cambio.wire;

import cambio.spi.event.Usage;
import cambio.wire.TokenCounts.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code usage} in the shapes that most APIs have for it.
 *
 * <p>Its usual meaning is that reasoning is within the completion and cache reads within the
 * prompt. Not all keep to it: reasoning is counted beside the completion where it is more than
 * that, or where the total says so; a cache read that is more than the whole prompt is dropped, and
 * the prompt charged in full.
 */
public final class UsageParser {

  private final boolean hiddenOutput;
  private final TokenCounts counts = new TokenCounts();

  /**
   * A parser.
   *
   * @param hiddenOutput whether tokens that only the total counts are reasoning
   */
  public UsageParser(boolean hiddenOutput) {
    this.hiddenOutput = hiddenOutput;
  }

  /** Reads a {@code usage} object; null where it makes no sense. */
  public @Nullable Usage parse(JsonReader json) throws IOException {
    counts.clear();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "prompt_tokens", "input_tokens" -> counts.put(Kind.INPUT, json.count());
        case "completion_tokens", "output_tokens" -> counts.put(Kind.OUTPUT, json.count());
        case "total_tokens" -> counts.put(Kind.TOTAL, json.count());
        case "prompt_tokens_details", "input_tokens_details" -> promptDetails(json);
        case "completion_tokens_details", "output_tokens_details" -> completionDetails(json);
        case "prompt_cache_hit_tokens",
            "cached_tokens",
            "num_cached_tokens",
            "cache_read_input_tokens" ->
            counts.put(Kind.CACHED_INPUT, json.count());
        case "cache_creation_input_tokens", "cache_write_tokens" ->
            counts.put(Kind.CACHE_WRITE, json.count());
        case "reasoning_tokens" -> counts.put(Kind.REASONING, json.count());
        default -> json.skip();
      }
    }
    return corrected();
  }

  private void promptDetails(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "cached_tokens" -> counts.put(Kind.CACHED_INPUT, json.count());
        case "cache_write_tokens", "cache_creation_tokens" ->
            counts.put(Kind.CACHE_WRITE, json.count());
        case "audio_tokens" -> counts.put(Kind.INPUT_AUDIO, json.count());
        case "image_tokens" -> counts.put(Kind.INPUT_IMAGE, json.count());
        default -> json.skip();
      }
    }
  }

  private void completionDetails(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "reasoning_tokens" -> counts.put(Kind.REASONING, json.count());
        case "audio_tokens" -> counts.put(Kind.OUTPUT_AUDIO, json.count());
        case "image_tokens" -> counts.put(Kind.OUTPUT_IMAGE, json.count());
        case "accepted_prediction_tokens" -> counts.put(Kind.ACCEPTED_PREDICTION, json.count());
        case "rejected_prediction_tokens" -> counts.put(Kind.REJECTED_PREDICTION, json.count());
        default -> json.skip();
      }
    }
  }

  private @Nullable Usage corrected() {
    long input = counts.get(Kind.INPUT);
    long output = counts.get(Kind.OUTPUT);
    int reasoning = counts.get(Kind.REASONING);
    long total = counts.get(Kind.TOTAL);
    boolean totalSaysSo = reasoning > 0 && total == input + output + reasoning;
    if (reasoning > output || totalSaysSo) {
      counts.add(Kind.OUTPUT, reasoning);
    } else if (hiddenOutput && reasoning == 0 && total > input + output) {
      int hidden = (int) (total - input - output);
      counts.add(Kind.OUTPUT, hidden).put(Kind.REASONING, hidden);
    }
    if ((long) counts.get(Kind.CACHED_INPUT) + counts.get(Kind.CACHE_WRITE) > input) {
      counts.put(Kind.CACHED_INPUT, 0).put(Kind.CACHE_WRITE, 0);
    }
    return counts.toUsage();
  }
}
