package cambio.server.surface.chat;

import cambio.router.catalog.BenchmarkScore;
import cambio.router.plan.RouteNotes;
import cambio.router.plan.RouteNotes.AutoChoice;
import cambio.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes what was done to a request before it was routed. */
final class RouteNotesJson {

  private RouteNotesJson() {}

  /**
   * Adds {@code pipeline} and, for {@code cambio/auto}, {@code auto} to an open object.
   *
   * @param healed whether the answer was put right
   */
  static void write(JsonWriter json, RouteNotes notes, boolean healed) {
    json.name("pipeline").array();
    for (RouteNotes.Step step : notes.steps()) {
      json.object()
          .member("type", step.type())
          .member("name", step.name())
          .member("summary", step.summary())
          .end();
    }
    if (healed) {
      json.object()
          .member("type", "response_healing")
          .member("name", "response-healing")
          .member("summary", "the model's JSON was put right")
          .end();
    }
    json.end();
    AutoChoice auto = notes.auto();
    if (auto != null) {
      json.name("auto");
      write(json, auto);
    }
  }

  private static void write(JsonWriter json, AutoChoice auto) {
    json.object()
        .member("category", auto.category())
        .member("confidence", auto.confidence())
        .member("best_model", auto.bestModel())
        .member("chosen_model", auto.chosenModel())
        .member("price_ratio", known(auto.priceRatio()))
        .member("quality_loss", known(auto.qualityLoss()))
        .member("reason", auto.reason())
        .name("scores")
        .array();
    for (BenchmarkScore score : auto.scores()) {
      json.object()
          .member("model", score.model())
          .member("benchmark", score.benchmark())
          .member("category", score.category())
          .member("setting", score.setting())
          .member("score", score.score().doubleValue())
          .member("metric", score.metric())
          .member("date", score.date())
          .member("source", score.source())
          .end();
    }
    json.end().end();
  }

  private static @Nullable Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
