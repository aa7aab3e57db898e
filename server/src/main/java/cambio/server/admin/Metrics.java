package cambio.server.admin;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * The process's two registries, of which the second shows both.
 *
 * @param counters Dropwizard's: counters and gauges, named {@code name[k=v]}
 * @param exposed Prometheus's: histograms, and everything of the first
 */
public record Metrics(MetricRegistry counters, PrometheusRegistry exposed) {

  /** Fresh registries with the process's own gauges in them. */
  public static Metrics create() {
    MetricRegistry counters = new MetricRegistry();
    ProcessGauges.register(counters);
    PrometheusRegistry exposed = new PrometheusRegistry();
    exposed.register(new DropwizardLabels(counters));
    return new Metrics(counters, exposed);
  }
}
