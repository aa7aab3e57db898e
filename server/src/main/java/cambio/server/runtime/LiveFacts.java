package cambio.server.runtime;

import cambio.router.attempt.AttemptLimits;
import cambio.router.attempt.AttemptPolicy;
import cambio.router.plan.RoutePlanner;
import cambio.server.config.CatalogFacts;
import cambio.server.config.LiveConfig;
import cambio.server.config.ServerConfig;
import cambio.server.execution.RoutingFacts;
import cambio.server.plugin.AdapterRegistry;
import cambio.server.upstream.EndpointTargets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What calls are routed and sent by, kept in step with the configuration: swapped whole, so that a
 * call under way goes on with what it was planned from. Safe from any thread.
 */
final class LiveFacts {

  private static final Duration LEAST_ATTEMPT = Duration.ofMillis(50);

  private final AdapterRegistry adapters;
  private volatile State state;

  private record State(RoutingFacts routing, EndpointTargets targets) {}

  /** The facts of a configuration, and of each that follows it. */
  LiveFacts(LiveConfig config, AdapterRegistry adapters) {
    this.adapters = adapters;
    this.state = read(config.state());
    config.onChange(changed -> state = read(changed));
  }

  RoutingFacts routing() {
    return state.routing;
  }

  EndpointTargets targets() {
    return state.targets;
  }

  private State read(LiveConfig.State changed) {
    CatalogFacts facts = changed.facts();
    ServerConfig config = changed.config();
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
            config.routing()::applyTo),
        new CatalogTargets(facts.catalog(), adapters, facts.credentials()));
  }

  private static AttemptPolicy attempts(ServerConfig config, @Nullable Duration firstEventCap) {
    return new AttemptPolicy(
        new AttemptLimits(config.routing().maxAttempts(), firstEventCap, LEAST_ATTEMPT));
  }
}
