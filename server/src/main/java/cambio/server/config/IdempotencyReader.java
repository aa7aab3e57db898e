package cambio.server.config;

import cambio.catalog.yaml.YamlSection;
import cambio.server.idempotency.IdempotencyRules;
import java.time.Duration;

/** Reads the section {@code idempotency}. */
final class IdempotencyReader {

  private static final Duration LIFE = Duration.ofHours(24);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final long MOST_ANSWER = 16L << 20;

  private IdempotencyReader() {}

  static IdempotencySettings read(YamlSection section) {
    Duration life =
        span(section, "life", LIFE, Duration.ofMinutes(1), Duration.ofDays(30), "1m to 30d");
    Duration lease =
        span(section, "lease", LEASE, Duration.ofSeconds(1), Duration.ofMinutes(10), "1s to 10m");
    long maxAnswer =
        section.parsed(
            "max_answer",
            1L << 20,
            Quantities.BYTES + ", up to 16MiB",
            text -> {
              long bytes = Quantities.bytes(text);
              if (bytes > MOST_ANSWER) {
                throw new IllegalArgumentException(text);
              }
              return bytes;
            });
    long memory = section.parsed("memory", 64L << 20, Quantities.BYTES, Quantities::bytes);
    section.end();
    return new IdempotencySettings(new IdempotencyRules(life, lease, maxAnswer), memory);
  }

  private static Duration span(
      YamlSection section,
      String name,
      Duration otherwise,
      Duration least,
      Duration most,
      String range) {
    return section.parsed(
        name,
        otherwise,
        Quantities.DURATION + ", " + range,
        text -> {
          Duration value = Quantities.duration(text);
          if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(text);
          }
          return value;
        });
  }
}
