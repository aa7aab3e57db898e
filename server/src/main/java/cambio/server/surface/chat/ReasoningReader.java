package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code reasoning}, OpenAI's {@code reasoning_effort} and the old {@code include_reasoning}.
 */
final class ReasoningReader {

  private static final String[] EFFORTS = {
    "none", "minimal", "low", "medium", "high", "xhigh", "max"
  };

  private final Ignored ignored;
  private boolean said;
  private @Nullable ReasoningEffort effort;
  private @Nullable Integer maxTokens;
  private @Nullable Boolean enabled;
  private @Nullable Boolean exclude;
  private @Nullable Boolean include;
  private @Nullable String summary;

  ReasoningReader(Ignored ignored) {
    this.ignored = ignored;
  }

  /** Reads a top-level member; false where it says nothing about reasoning. */
  boolean take(String name, StrictJson json) throws IOException {
    switch (name) {
      case "reasoning" -> reasoning(json);
      case "reasoning_effort" -> effort(json);
      case "include_reasoning" -> include = json.bool();
      default -> {
        return false;
      }
    }
    return true;
  }

  @Nullable ReasoningOptions toOptions() {
    if (effort != null && maxTokens != null) {
      throw StrictJson.refusal(
          "reasoning", "both effort and max_tokens (expected: only one of the two)");
    }
    if (!said && include == null) {
      return null;
    }
    boolean excluded = exclude != null ? exclude : Boolean.FALSE.equals(include);
    return new ReasoningOptions(effort, maxTokens, enabled, excluded, summary);
  }

  private void reasoning(StrictJson json) throws IOException {
    said |= !json.isNull();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "effort" -> effort(json);
        case "max_tokens" -> maxTokens = json.integer(1, Integer.MAX_VALUE);
        case "enabled" -> enabled = json.bool();
        case "exclude" -> exclude = json.bool();
        case "summary" -> summary = json.word("auto", "concise", "detailed");
        default -> ignored.skip(json);
      }
    }
  }

  private void effort(StrictJson json) throws IOException {
    String word = json.word(EFFORTS);
    if (word == null) {
      return;
    }
    said = true;
    ReasoningEffort value = ReasoningEffort.valueOf(word.toUpperCase(Locale.ROOT));
    if (effort != null && effort != value) {
      throw json.refused(
          StrictJson.quoted(word)
              + " (expected: the same in reasoning.effort and reasoning_effort, or only one)");
    }
    effort = value;
  }
}
