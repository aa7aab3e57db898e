package cambio.server.admin;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;

/** What the process itself uses. */
public final class ProcessGauges {

  private ProcessGauges() {}

  /** Registers them. */
  public static void register(MetricRegistry registry) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    gauge(
        registry, "jvm.memory.used_bytes[area=heap]", () -> memory.getHeapMemoryUsage().getUsed());
    gauge(registry, "jvm.memory.max_bytes[area=heap]", () -> memory.getHeapMemoryUsage().getMax());
    gauge(
        registry,
        "jvm.memory.used_bytes[area=nonheap]",
        () -> memory.getNonHeapMemoryUsage().getUsed());
    gauge(registry, "jvm.threads", threads::getThreadCount);
    gauge(registry, "process.uptime_seconds", () -> runtime.getUptime() / 1e3);
    gauge(registry, "jvm.gc.seconds", ProcessGauges::collectionSeconds);
  }

  private static double collectionSeconds() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum()
        / 1e3;
  }

  private static void gauge(MetricRegistry registry, String name, Gauge<Number> value) {
    registry.gauge(name, () -> value);
  }
}
