package cambio.dialect.gemini;

import cambio.spi.event.Usage;
import cambio.wire.JsonReader;
import cambio.wire.TokenCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The token counts of an answer. This dialect counts thoughts beside the candidates and the results
 * of the provider's own tools beside the prompt; the canonical counts are their sums. Every chunk
 * of a stream counts from the beginning, so that a later count replaces an earlier one.
 */
final class UsageCounts {

  private int prompt = TokenCounts.ABSENT;
  private int toolUse = TokenCounts.ABSENT;
  private int cached = TokenCounts.ABSENT;
  private int candidates = TokenCounts.ABSENT;
  private int thoughts = TokenCounts.ABSENT;
  private int total = TokenCounts.ABSENT;
  private final Modalities promptParts = new Modalities();
  private final Modalities toolUseParts = new Modalities();
  private final Modalities candidateParts = new Modalities();

  /** Reads a {@code usageMetadata} object. */
  void read(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "promptTokenCount" -> prompt = later(prompt, json);
        case "toolUsePromptTokenCount" -> toolUse = later(toolUse, json);
        case "cachedContentTokenCount" -> cached = later(cached, json);
        case "candidatesTokenCount", "responseTokenCount" -> candidates = later(candidates, json);
        case "thoughtsTokenCount" -> thoughts = later(thoughts, json);
        case "totalTokenCount" -> total = later(total, json);
        case "promptTokensDetails" -> promptParts.read(json);
        case "toolUsePromptTokensDetails" -> toolUseParts.read(json);
        case "candidatesTokensDetails", "responseTokensDetails" -> candidateParts.read(json);
        default -> json.skip();
      }
    }
  }

  /** The canonical usage; null where nothing was counted or something makes no sense. */
  @Nullable Usage toUsage() {
    TokenCounts counts = new TokenCounts();
    counts.add(TokenCounts.Kind.INPUT, prompt).add(TokenCounts.Kind.INPUT, toolUse);
    counts.put(TokenCounts.Kind.CACHED_INPUT, cached);
    counts.add(TokenCounts.Kind.OUTPUT, candidates);
    if (!thoughtsWithin()) {
      counts.add(TokenCounts.Kind.OUTPUT, thoughts);
    }
    return counts
        .put(TokenCounts.Kind.REASONING, thoughts)
        .add(TokenCounts.Kind.INPUT_AUDIO, promptParts.audio)
        .add(TokenCounts.Kind.INPUT_AUDIO, toolUseParts.audio)
        .add(TokenCounts.Kind.INPUT_IMAGE, promptParts.image)
        .add(TokenCounts.Kind.INPUT_IMAGE, toolUseParts.image)
        .add(TokenCounts.Kind.OUTPUT_AUDIO, candidateParts.audio)
        .add(TokenCounts.Kind.OUTPUT_IMAGE, candidateParts.image)
        .toUsage();
  }

  /** Whether the provider's own sum says that thoughts are among the candidates' tokens. */
  private boolean thoughtsWithin() {
    return thoughts > 0
        && candidates >= thoughts
        && total == Math.max(0, prompt) + Math.max(0, toolUse) + candidates;
  }

  private static int later(int before, JsonReader json) throws IOException {
    int count = json.count();
    return count == TokenCounts.ABSENT ? before : count;
  }

  /** Counts by modality. */
  private static final class Modalities {
    private int image = TokenCounts.ABSENT;
    private int audio = TokenCounts.ABSENT;

    void read(JsonReader json) throws IOException {
      for (boolean more = json.firstElement(); more; more = json.nextElement()) {
        @Nullable String modality = null;
        int count = TokenCounts.ABSENT;
        for (String name = json.firstMember(); name != null; name = json.nextMember()) {
          switch (name) {
            case "modality" -> modality = json.scalar();
            case "tokenCount" -> count = json.count();
            default -> json.skip();
          }
        }
        if ("IMAGE".equals(modality) || "2".equals(modality)) {
          image = count;
        } else if ("AUDIO".equals(modality) || "4".equals(modality)) {
          audio = count;
        }
      }
    }
  }
}
