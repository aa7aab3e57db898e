package cambio.server.routing;

import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RouteRequest;
import cambio.router.plan.RouteWishes;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.SamplingOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills a request up with a preset: member by member, not deeper, and what the request says wins.
 * Only tools are united, by their identity.
 */
final class PresetMerge {

  private PresetMerge() {}

  static GenerationRequest request(GenerationRequest request, Preset preset) {
    GenerationRequest base = preset.request();
    return new GenerationRequest(
        messages(request.messages(), preset.system()),
        tools(request.tools(), base.tools()),
        output(request.output(), base.output()),
        sampling(request.sampling(), base.sampling()),
        request.reasoning() == null ? base.reasoning() : request.reasoning(),
        new CacheOptions(
            or(request.cache().key(), base.cache().key()),
            or(request.cache().automatic(), base.cache().automatic())),
        labels(request.labels(), base.labels()),
        request.stream(),
        extras(request.extras(), base.extras()));
  }

  static RouteRequest route(RouteRequest route, Preset preset) {
    List<String> models = new ArrayList<>(route.models());
    if (models.isEmpty()) {
      models.addAll(preset.models());
    } else if (models.size() == 1 && preset.models().size() > 1) {
      // The request names its model and the preset the fallbacks.
      preset.models().stream().skip(1).filter(m -> !models.contains(m)).forEach(models::add);
    }
    boolean silent = route.preferences().equals(RoutePreferences.none());
    RouteWishes asked = route.wishes();
    boolean standard = asked.auto().equals(RouteWishes.AutoSettings.standard());
    return route
        .withModels(models)
        .withPreferences(silent ? preset.preferences() : route.preferences())
        .withWishes(
            new RouteWishes(
                preset.slug(),
                asked.middleOut() || preset.wishes().middleOut(),
                standard ? preset.wishes().auto() : asked.auto()));
  }

  private static List<Message> messages(List<Message> own, @Nullable String system) {
    if (system == null || own.stream().anyMatch(Message.Instruction.class::isInstance)) {
      return own;
    }
    List<Message> messages = new ArrayList<>(own.size() + 1);
    messages.add(Message.system(system));
    messages.addAll(own);
    return messages;
  }

  private static ToolOptions tools(ToolOptions own, ToolOptions base) {
    if (base.tools().isEmpty() && base.choice() == null && base.parallel() == null) {
      return own;
    }
    Map<Object, Tool> united = new LinkedHashMap<>();
    own.tools().forEach(tool -> united.put(identity(tool), tool));
    base.tools().forEach(tool -> united.putIfAbsent(identity(tool), tool));
    return new ToolOptions(
        List.copyOf(united.values()),
        or(own.choice(), base.choice()),
        or(own.parallel(), base.parallel()));
  }

  private static Object identity(Tool tool) {
    return switch (tool) {
      case Tool.Function function -> function.name();
      case Tool.Opaque opaque -> opaque;
    };
  }

  private static OutputOptions output(OutputOptions own, OutputOptions base) {
    return new OutputOptions(
        or(own.maxTokens(), base.maxTokens()),
        own.stop().isEmpty() ? base.stop() : own.stop(),
        or(own.n(), base.n()),
        or(own.format(), base.format()),
        or(own.logprobs(), base.logprobs()),
        or(own.topLogprobs(), base.topLogprobs()),
        own.modalities().isEmpty() ? base.modalities() : own.modalities(),
        or(own.audio(), base.audio()),
        or(own.verbosity(), base.verbosity()),
        or(own.predictionJson(), base.predictionJson()));
  }

  private static SamplingOptions sampling(SamplingOptions own, SamplingOptions base) {
    return new SamplingOptions(
        or(own.temperature(), base.temperature()),
        or(own.topP(), base.topP()),
        or(own.topK(), base.topK()),
        or(own.topA(), base.topA()),
        or(own.minP(), base.minP()),
        or(own.frequencyPenalty(), base.frequencyPenalty()),
        or(own.presencePenalty(), base.presencePenalty()),
        or(own.repetitionPenalty(), base.repetitionPenalty()),
        or(own.seed(), base.seed()),
        own.logitBias().isEmpty() ? base.logitBias() : own.logitBias());
  }

  private static CallerLabels labels(CallerLabels own, CallerLabels base) {
    return new CallerLabels(
        or(own.user(), base.user()),
        own.metadata().isEmpty() ? base.metadata() : own.metadata(),
        or(own.serviceTier(), base.serviceTier()));
  }

  /** Members of two dialects cannot travel together: then the request's own do. */
  private static Extras extras(Extras own, Extras base) {
    if (base.members().isEmpty()) {
      return own;
    }
    if (own.members().isEmpty()) {
      return base;
    }
    if (!own.dialect().equals(base.dialect())) {
      return own;
    }
    Map<String, String> members = new LinkedHashMap<>(base.members());
    members.putAll(own.members());
    return new Extras(own.dialect(), members);
  }

  private static <T> @Nullable T or(@Nullable T own, @Nullable T base) {
    return own == null ? base : own;
  }
}
