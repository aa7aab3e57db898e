package cambio.server.admin;

import cambio.router.attempt.AttemptRecord;
import cambio.router.catalog.Endpoint;
import cambio.router.money.Cost;
import cambio.router.plan.Candidate;
import cambio.server.execution.CallObserver;
import cambio.server.execution.GenerationRecord;
import cambio.spi.Failure;
import cambio.spi.event.Usage;
import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts every call that ended. Counters are in Dropwizard's registry; spans of time are Prometheus
 * histograms beside it, for a Dropwizard timer has no buckets. Names follow OpenTelemetry's GenAI
 * conventions where they exist. No label holds what a caller wrote: a model or provider is that of
 * the catalogue, and there is a bound on how many of them are told apart.
 */
public final class CallMetrics implements CallObserver {

  private static final double[] SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640
  };
  private static final int ENDPOINTS_MAX = 500;

  private final MetricRegistry counters;
  private final BoundedLabels labels = new BoundedLabels(ENDPOINTS_MAX);
  private final ConcurrentMap<Labels, Counter> known = new ConcurrentHashMap<>();
  private final Histogram requests;
  private final Histogram firstTokens;
  private final Histogram attempts;

  /** Metrics in these registries. */
  public CallMetrics(MetricRegistry counters, PrometheusRegistry histograms) {
    this.counters = counters;
    this.requests =
        histogram(
            histograms,
            "gen_ai_server_request_duration_seconds",
            "From receiving a request to its end",
            "outcome");
    this.firstTokens =
        histogram(
            histograms,
            "gen_ai_server_time_to_first_token_seconds",
            "From receiving a request to the first real event of its answer",
            "outcome");
    this.attempts =
        histogram(
            histograms,
            "gen_ai_client_operation_duration_seconds",
            "One attempt at one endpoint, from its start to its end",
            "verdict");
  }

  private static Histogram histogram(
      PrometheusRegistry registry, String name, String help, String last) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames("gen_ai_response_model", "gen_ai_provider_name", last)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  @Override
  public void ended(GenerationRecord call) {
    String outcome = word(call.outcome());
    BoundedLabels.Pair served = labels.of(endpoint(call.served()));
    Failure failure = call.failure();
    count(
        1,
        "cambio.generations",
        "surface",
        call.context().surface(),
        "outcome",
        outcome,
        "failure",
        failure == null ? "none" : word(failure.kind()));
    if (call.cachedFrom() != null) {
      count(1, "cambio.answers_reused", "surface", call.context().surface());
    }
    requests
        .labelValues(served.model(), served.provider(), outcome)
        .observe(seconds(call.duration()));
    Duration first = call.timeToFirstEvent();
    if (first != null) {
      firstTokens.labelValues(served.model(), served.provider(), outcome).observe(seconds(first));
    }
    call.attempts().forEach(this::attempt);
    if (call.reading() != null) {
      tokens(served, call.reading().usage());
    }
    cost(served, call.cost());
  }

  @Override
  public void unrecorded(GenerationRecord call) {
    count(1, "cambio.generations_unrecorded", "surface", call.context().surface());
  }

  private void attempt(AttemptRecord attempt) {
    BoundedLabels.Pair tried = labels.of(endpoint(attempt.candidate()));
    String verdict = word(attempt.verdict());
    Failure failure = attempt.failure();
    count(
        1,
        "cambio.attempts",
        "provider",
        tried.provider(),
        "verdict",
        verdict,
        "failure",
        failure == null ? "none" : word(failure.kind()));
    Duration duration = attempt.duration();
    if (duration != null) {
      attempts.labelValues(tried.model(), tried.provider(), verdict).observe(seconds(duration));
    }
  }

  private void tokens(BoundedLabels.Pair served, Usage usage) {
    tokens(served, "input", usage.inputTokens());
    tokens(served, "cached_input", usage.cachedInputTokens());
    tokens(served, "output", usage.outputTokens());
    tokens(served, "reasoning", usage.reasoningTokens());
  }

  private void tokens(BoundedLabels.Pair served, String type, long tokens) {
    if (tokens > 0) {
      count(
          tokens,
          "cambio.tokens",
          "model",
          served.model(),
          "provider",
          served.provider(),
          "type",
          type);
    }
  }

  private void cost(BoundedLabels.Pair served, @Nullable Cost cost) {
    if (cost != null && cost.total().nanos() > 0) {
      count(
          cost.total().nanos(),
          "cambio.cost_nano_usd",
          "model",
          served.model(),
          "provider",
          served.provider());
    }
  }

  /** Labels of a counter as they are given; its written name is made once. */
  private record Labels(List<String> nameAndLabels) {

    String written() {
      String[] labels = nameAndLabels.subList(1, nameAndLabels.size()).toArray(String[]::new);
      return LabelledName.of(nameAndLabels.getFirst(), labels);
    }
  }

  private void count(long by, String... nameAndLabels) {
    Labels labels = new Labels(List.of(nameAndLabels));
    Counter counter = known.get(labels);
    if (counter == null) {
      counter = known.computeIfAbsent(labels, added -> counters.counter(added.written()));
    }
    counter.inc(by);
  }

  private static @Nullable Endpoint endpoint(@Nullable Candidate candidate) {
    return candidate == null ? null : candidate.endpoint();
  }

  private static double seconds(Duration span) {
    return span.toNanos() / 1e9;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
