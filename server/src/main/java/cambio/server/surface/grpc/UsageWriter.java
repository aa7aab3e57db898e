package cambio.server.surface.grpc;

import cambio.router.money.Money;
import cambio.router.money.PriceVersion;
import cambio.server.execution.AnswerSummary;
import cambio.spi.event.Usage;
import cambio.v1.Cost;
import cambio.v1.UsageBasis;
import org.jspecify.annotations.Nullable;

/** Writes what was consumed and what it cost. */
final class UsageWriter {

  private UsageWriter() {}

  static cambio.v1.Usage write(AnswerSummary summary) {
    cambio.v1.Usage usage =
        write(summary.usage(), summary.usageEstimated(), summary.cost(), priceVersion(summary));
    Money others = summary.otherAttemptsCost();
    return others == null
        ? usage
        : usage.toBuilder()
            .setCost(usage.getCost().toBuilder().setOtherAttemptsUsd(others.toString()))
            .build();
  }

  /**
   * Writes what was consumed.
   *
   * @param cost null where it is not known
   */
  static cambio.v1.Usage write(
      Usage usage,
      boolean estimated,
      cambio.router.money.@Nullable Cost cost,
      String priceVersion) {
    cambio.v1.Usage.Builder written =
        cambio.v1.Usage.newBuilder()
            .setInputTokens(usage.inputTokens())
            .setOutputTokens(usage.outputTokens())
            .setTotalTokens((int) Math.min(usage.totalTokens(), Integer.MAX_VALUE))
            .setCachedInputTokens(usage.cachedInputTokens())
            .setCacheWriteTokens(usage.cacheWriteTokens())
            .setCacheWrite1HTokens(usage.longCacheWriteTokens())
            .setReasoningTokens(usage.reasoningTokens())
            .setInputAudioTokens(usage.inputAudioTokens())
            .setOutputAudioTokens(usage.outputAudioTokens())
            .setInputImageTokens(usage.inputImageTokens())
            .setOutputImageTokens(usage.outputImageTokens())
            .setAcceptedPredictionTokens(usage.acceptedPredictionTokens())
            .setRejectedPredictionTokens(usage.rejectedPredictionTokens())
            .setBasis(
                estimated ? UsageBasis.USAGE_BASIS_ESTIMATED : UsageBasis.USAGE_BASIS_REPORTED);
    if (cost != null) {
      written.setCost(cost(cost, priceVersion));
    }
    return written.build();
  }

  private static Cost cost(cambio.router.money.Cost cost, String priceVersion) {
    return Cost.newBuilder()
        .setTotalUsd(cost.total().toString())
        .setInputUsd(cost.input().toString())
        .setOutputUsd(cost.output().toString())
        .setCachedInputUsd(cost.cacheRead().toString())
        .setCacheWriteUsd(cost.cacheWrite().toString())
        .setReasoningUsd(cost.reasoning().toString())
        .setMediaUsd(cost.image().toString())
        .setRequestUsd(cost.request().toString())
        .setFeeUsd("0")
        .setOtherAttemptsUsd("0")
        .setUpstreamUsd(cost.total().toString())
        .setPriceVersion(priceVersion)
        .build();
  }

  private static String priceVersion(AnswerSummary summary) {
    if (summary.attempts().isEmpty()) {
      return "";
    }
    PriceVersion price = summary.attempts().getLast().candidate().price();
    return price == null ? "" : price.id();
  }
}
