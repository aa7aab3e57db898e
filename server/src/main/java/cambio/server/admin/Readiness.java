package cambio.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether this router wants requests, and why not. Thread-safe. */
public final class Readiness {

  private final List<HealthCheck> checks;
  private volatile boolean started;
  private volatile boolean draining;

  /** Ready once {@link #start} was called, while every required check is well. */
  public Readiness(List<HealthCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  /** Everything is up. */
  public void start() {
    started = true;
  }

  /** A stop was asked for: new requests shall go elsewhere. */
  public void drain() {
    draining = true;
  }

  /**
   * The state now.
   *
   * @param ready whether requests are wanted
   * @param checks what was looked at: {@code ok} or the trouble
   */
  public record Report(boolean ready, Map<String, String> checks) {}

  /** Looks at everything. */
  public Report report() {
    Map<String, String> findings = new LinkedHashMap<>();
    boolean ready = started && !draining;
    findings.put("process", draining ? "draining" : started ? "ok" : "starting");
    for (HealthCheck check : checks) {
      String trouble = trouble(check);
      ready &= trouble == null || !check.required();
      findings.put(check.name(), trouble == null ? "ok" : trouble);
    }
    return new Report(ready, findings);
  }

  private static @Nullable String trouble(HealthCheck check) {
    try {
      return check.trouble().get();
    } catch (RuntimeException e) {
      return "the check failed: " + e.getClass().getSimpleName();
    }
  }
}
