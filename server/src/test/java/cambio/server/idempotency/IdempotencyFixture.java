package cambio.server.idempotency;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** A desk of idempotency keys in memory, with the shortest that a door needs. */
public final class IdempotencyFixture {

  /** The longest answer that it keeps, in bytes. */
  public static final int MAX_ANSWER = 10_000;

  private IdempotencyFixture() {}

  /** A desk in memory. */
  public static Idempotency inMemory(InstantSource clock, Executor background) {
    return over(new MemoryClaimStore(1 << 20, clock), generation -> false, background);
  }

  /** A desk over a store. */
  public static Idempotency over(ClaimStore store, Predicate<String> charged, Executor background) {
    return new Idempotency(
        new Idempotency.Parts(
            store,
            new Fingerprints(null),
            call -> call.route().preferences().zdr(),
            charged,
            new IdempotencyRules(Duration.ofHours(24), Duration.ofSeconds(30), MAX_ANSWER),
            background,
            new SecureRandom()));
  }
}
