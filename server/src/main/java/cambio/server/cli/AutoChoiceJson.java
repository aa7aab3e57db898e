package cambio.server.cli;

import cambio.router.plan.RouteNotes.AutoChoice;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How {@code cambio/auto} chose, for programs. */
final class AutoChoiceJson {

  private AutoChoiceJson() {}

  static @Nullable Map<String, @Nullable Object> of(@Nullable AutoChoice auto) {
    if (auto == null) {
      return null;
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("category", auto.category());
    json.put("confidence", auto.confidence());
    json.put("best_model", auto.bestModel());
    json.put("chosen_model", auto.chosenModel());
    json.put("price_ratio", Double.isNaN(auto.priceRatio()) ? null : auto.priceRatio());
    json.put("quality_loss", Double.isNaN(auto.qualityLoss()) ? null : auto.qualityLoss());
    json.put("reason", auto.reason());
    json.put("scores", auto.scores());
    return json;
  }
}
