package cambio.server.surface.grpc;

import cambio.v1.AutoChoice;
import cambio.v1.BenchmarkScore;

/** Writes how {@code cambio/auto} chose. */
final class AutoChoiceWriter {

  private AutoChoiceWriter() {}

  static AutoChoice write(cambio.router.plan.RouteNotes.AutoChoice auto) {
    AutoChoice.Builder written =
        AutoChoice.newBuilder()
            .setCategory(auto.category())
            .setConfidence(auto.confidence())
            .setChosenModel(auto.chosenModel())
            .setReason(auto.reason());
    if (auto.bestModel() != null) {
      written.setBestModel(auto.bestModel());
    }
    if (Double.isFinite(auto.priceRatio())) {
      written.setPriceRatio(auto.priceRatio());
    }
    if (Double.isFinite(auto.qualityLoss())) {
      written.setQualityLoss(auto.qualityLoss());
    }
    auto.scores().forEach(score -> written.addScores(score(score)));
    return written.build();
  }

  private static BenchmarkScore score(cambio.router.catalog.BenchmarkScore score) {
    return BenchmarkScore.newBuilder()
        .setModel(score.model() == null ? score.label() : score.model())
        .setBenchmark(score.benchmark())
        .setCategory(score.category())
        .setScore(score.score().doubleValue())
        .setMetric(score.metric() == null ? "" : score.metric())
        .setSource(score.source())
        .setDate(score.date() == null ? "" : score.date())
        .setSetting(score.setting() == null ? "" : score.setting())
        .build();
  }
}
