package cambio.server.runtime;

import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlProblemsException;
import cambio.router.attempt.AttemptLimits;
import cambio.router.attempt.AttemptPolicy;
import cambio.router.plan.RoutePlanner;
import cambio.server.config.CatalogFacts;
import cambio.server.config.LiveConfig;
import cambio.server.config.ServerConfig;
import cambio.server.execution.ResponseCacheOptions;
import cambio.server.execution.RoutingFacts;
import cambio.server.plugin.AdapterRegistry;
import cambio.server.routing.PresetBook;
import cambio.server.routing.PresetReader;
import cambio.server.upstream.EndpointTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What calls are routed and sent by, kept in step with the configuration: swapped whole, so that a
 * call under way goes on with what it was planned from. Safe from any thread.
 */
final class LiveFacts {

  private static final Logger log = LoggerFactory.getLogger(LiveFacts.class);
  private static final Duration LEAST_ATTEMPT = Duration.ofMillis(50);

  private final AdapterRegistry adapters;
  private volatile State state;

  private record State(
      RoutingFacts routing,
      EndpointTargets targets,
      PresetBook presets,
      Map<String, ResponseCacheOptions> cachingKeys) {}

  /** The facts of a configuration, and of each that follows it. */
  LiveFacts(LiveConfig config, AdapterRegistry adapters) {
    this.adapters = adapters;
    this.state = read(config.state());
    config.onChange(this::change);
  }

  private void change(LiveConfig.State changed) {
    try {
      state = read(changed);
    } catch (YamlProblemsException e) {
      e.problems().forEach(problem -> log.error("The change was not taken: {}", problem));
    }
  }

  RoutingFacts routing() {
    return state.routing;
  }

  EndpointTargets targets() {
    return state.targets;
  }

  PresetBook presets() {
    return state.presets;
  }

  Map<String, ResponseCacheOptions> cachingKeys() {
    return state.cachingKeys;
  }

  private State read(LiveConfig.State changed) {
    CatalogFacts facts = changed.facts();
    ServerConfig config = changed.config();
    List<Problem> problems = new ArrayList<>();
    PresetBook presets = PresetReader.read(config.presets(), problems);
    if (!problems.isEmpty()) {
      throw new YamlProblemsException(problems);
    }
    return new State(
        new RoutingFacts(
            facts.catalog(),
            facts.availability(
                adapters.parameterTables(), adapters.parameterTables(facts.catalog())),
            new RoutePlanner(config.routing().policy()),
            attempts(config, config.timeouts().firstEvent()),
            attempts(config, null),
            config.routing().resume(),
            config.routing().hedge(),
            config.rules()),
        new CatalogTargets(facts.catalog(), adapters, facts.credentials()),
        presets,
        config.cachingKeys());
  }

  private static AttemptPolicy attempts(ServerConfig config, @Nullable Duration firstEventCap) {
    return new AttemptPolicy(
        new AttemptLimits(config.routing().maxAttempts(), firstEventCap, LEAST_ATTEMPT));
  }
}
