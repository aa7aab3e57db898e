package cambio.router.health;

import java.time.Duration;

/** The spans over which health is kept, each sliding. */
public enum Window {
  SECONDS_30(Duration.ofSeconds(30)),
  MINUTES_5(Duration.ofMinutes(5)),
  MINUTES_30(Duration.ofMinutes(30)),
  DAY(Duration.ofDays(1));

  private final Duration span;

  Window(Duration span) {
    this.span = span;
  }

  /** How far it looks back. */
  public Duration span() {
    return span;
  }
}
