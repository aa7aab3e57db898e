package cambio.server.admin;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.Map;
import java.util.TreeMap;

/**
 * Dropwizard's counters and gauges for Prometheus, with {@code name[k=v]} turned into labels. The
 * library's own bridge makes a family of each name and so cannot put two label values into one.
 */
final class DropwizardLabels implements MultiCollector {

  private final MetricRegistry registry;

  DropwizardLabels(MetricRegistry registry) {
    this.registry = registry;
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, CounterSnapshot.Builder> counters = new TreeMap<>();
    for (Map.Entry<String, Counter> entry : registry.getCounters().entrySet()) {
      LabelledName name = LabelledName.parse(entry.getKey());
      counters
          .computeIfAbsent(family(name), DropwizardLabels::counter)
          .dataPoint(
              CounterDataPointSnapshot.builder()
                  .labels(labels(name))
                  .value(entry.getValue().getCount())
                  .build());
    }
    Map<String, GaugeSnapshot.Builder> gauges = new TreeMap<>();
    for (Map.Entry<String, Gauge<?>> entry : gauges()) {
      LabelledName name = LabelledName.parse(entry.getKey());
      if (entry.getValue().getValue() instanceof Number number) {
        gauges
            .computeIfAbsent(family(name), DropwizardLabels::gauge)
            .dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels(name))
                    .value(number.doubleValue())
                    .build());
      }
    }
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    counters.values().forEach(builder -> all.metricSnapshot(builder.build()));
    gauges.values().forEach(builder -> all.metricSnapshot(builder.build()));
    return all.build();
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // the registry's own signature is raw
  private Iterable<Map.Entry<String, Gauge<?>>> gauges() {
    return (Iterable) registry.getGauges().entrySet();
  }

  private static CounterSnapshot.Builder counter(String name) {
    return CounterSnapshot.builder().name(name).help(name);
  }

  private static GaugeSnapshot.Builder gauge(String name) {
    return GaugeSnapshot.builder().name(name).help(name);
  }

  private static String family(LabelledName name) {
    return PrometheusNaming.sanitizeMetricName(name.name().replace('.', '_'));
  }

  private static Labels labels(LabelledName name) {
    return name.keys().isEmpty() ? Labels.EMPTY : Labels.of(name.keys(), name.values());
  }
}
