package cambio.server.ledger;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Is told of every {@link Failpoint} that is passed. Does nothing in earnest; tests let it end the
 * process there. Called on event loops and on the writer's thread.
 */
@FunctionalInterface
public interface Failpoints {

  /** The environment variable that arms one: {@code COMMITTED} or {@code COMMITTED:3}. */
  String VARIABLE = "CAMBIO_FAILPOINT";

  /** What a process that was halted exits with, as if it had been killed. */
  int HALTED = 137;

  /** A point is passed. */
  void at(Failpoint point);

  /** Nothing ever happens. */
  static Failpoints none() {
    return point -> {};
  }

  /**
   * What the environment says, for tests of a whole process: the process is halted, without a
   * chance to say good-bye, when the named point is passed for the n-th time.
   *
   * @throws IllegalArgumentException where the variable names no point
   */
  static Failpoints of(Map<String, String> environment) {
    String armed = environment.get(VARIABLE);
    return armed == null || armed.isBlank() ? none() : halt(armed.strip());
  }

  private static Failpoints halt(String armed) {
    int colon = armed.indexOf(':');
    String name = (colon < 0 ? armed : armed.substring(0, colon)).toUpperCase(Locale.ROOT);
    Failpoint fatal = Failpoint.valueOf(name.replace('-', '_'));
    AtomicLong left =
        new AtomicLong(colon < 0 ? 1 : Long.parseLong(armed, colon + 1, armed.length(), 10));
    return point -> {
      if (point == fatal && left.decrementAndGet() == 0) {
        Runtime.getRuntime().halt(HALTED);
      }
    };
  }
}
