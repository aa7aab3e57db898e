package cambio.server.routing;

import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RouteWishes;
import cambio.server.execution.ResponseCacheOptions;
import cambio.spi.request.GenerationRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requests are filled up with by name.
 *
 * @param system what the model is told first where a request has no instruction of its own
 * @param request parameters and tools; its messages mean nothing
 * @param models the model and its fallbacks; empty where the preset names none
 * @param heal whether broken JSON is put right
 * @param cache how the cache of whole answers is used; null where the preset does not say
 */
public record Preset(
    String slug,
    int version,
    @Nullable String system,
    GenerationRequest request,
    List<String> models,
    RoutePreferences preferences,
    RouteWishes wishes,
    boolean heal,
    @Nullable ResponseCacheOptions cache) {

  public Preset {
    models = List.copyOf(models);
  }
}
