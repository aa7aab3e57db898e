package cambio.server.surface.chat;

import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.spi.event.Usage;
import cambio.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The members of {@code usage} that both doors have. */
public final class UsageMembers {

  private UsageMembers() {}

  /** Counts of the whole: prompt, completion and both together. */
  public static void totals(JsonWriter json, Usage usage) {
    json.member("prompt_tokens", usage.inputTokens())
        .member("completion_tokens", usage.outputTokens())
        .member("total_tokens", usage.totalTokens());
  }

  /** What the tokens of the prompt were. */
  public static void promptDetails(JsonWriter json, Usage usage) {
    json.member("cached_tokens", usage.cachedInputTokens())
        .member("cache_write_tokens", usage.cacheWriteTokens())
        .member("audio_tokens", usage.inputAudioTokens());
  }

  /** What the tokens of the answer were. */
  public static void completionDetails(JsonWriter json, Usage usage) {
    json.member("reasoning_tokens", usage.reasoningTokens())
        .member("audio_tokens", usage.outputAudioTokens())
        .member("accepted_prediction_tokens", usage.acceptedPredictionTokens())
        .member("rejected_prediction_tokens", usage.rejectedPredictionTokens());
  }

  /** What it costs in USD, exactly; left out where the price is unknown. */
  public static void cost(JsonWriter json, @Nullable Cost cost) {
    if (cost != null) {
      amount(json, "cost", cost.total());
    }
  }

  /** An amount of USD as a JSON number with all its digits. */
  public static void amount(JsonWriter json, String name, Money money) {
    json.rawMember(name, money.toString());
  }
}
