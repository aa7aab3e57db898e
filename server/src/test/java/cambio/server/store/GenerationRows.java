package cambio.server.store;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.Verdict;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.router.resume.Seam;
import cambio.server.store.GenerationRow.AnsweredBy;
import cambio.server.store.GenerationRow.Bill;
import cambio.server.store.GenerationRow.Outcome;
import cambio.server.store.GenerationRow.Owner;
import cambio.spi.FailureKind;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rows for tests. */
final class GenerationRows {

  static final Instant START = Instant.parse("2026-11-24T12:00:00.123456Z");

  private GenerationRows() {}

  static String id(int number) {
    return "gen_%08d".formatted(number);
  }

  /** A row in which everything is set. */
  static GenerationRow full(int number) {
    return new GenerationRow(
        id(number),
        "req-" + number,
        new Owner(
            "acme", "dev", "key" + number % 3, "ana", "user 'é' \u0000".replace("\u0000", "\"")),
        "eu",
        "openai",
        "https://app.example",
        "session",
        List.of("acme/large:nitro", "be\"ta"),
        new AnsweredBy("acme/large", "acme", "acme:acme/large", "acme:acme/large@2026-11-23"),
        "price",
        "2026-11-23+local.1",
        "programming",
        START.plusSeconds(number),
        Duration.ofNanos(1_234_000),
        Duration.ofMillis(1_500),
        true,
        Outcome.COMPLETED,
        FinishReason.TOOL_CALL,
        "tool_calls",
        null,
        new Usage(100, 40, 20, 10, 50, 30, 1, 2, 3, 4, 5, 6),
        true,
        new Cost(
            new Money(28),
            new Money(1),
            new Money(2),
            new Money(3),
            new Money(4),
            new Money(5),
            new Money(6),
            new Money(7)),
        new Bill(START.plusSeconds(number + 1), new Money(2), false),
        List.of(attempt(1, Verdict.DROPPED), attempt(2, Verdict.SUCCESS)),
        null);
  }

  /** A generation of a prepaid organisation that costs so much. */
  static GenerationRow costing(int number, long nanos, boolean prepaid) {
    GenerationRow full = full(number);
    Money cost = new Money(nanos);
    return new GenerationRow(
        full.id(),
        full.requestId(),
        full.owner(),
        full.region(),
        full.surface(),
        full.app(),
        full.sessionId(),
        full.requestedModels(),
        full.answeredBy(),
        full.strategy(),
        full.catalogVersion(),
        full.category(),
        full.receivedAt(),
        full.timeToFirstEvent(),
        full.duration(),
        full.streamed(),
        full.outcome(),
        full.finishReason(),
        full.nativeFinishReason(),
        full.failureKind(),
        full.usage(),
        full.usageEstimated(),
        new Cost(
            cost, cost, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO),
        new Bill(START.plusSeconds(number), Money.ZERO, prepaid),
        full.attempts(),
        null);
  }

  /** A refusal: hardly anything is set. */
  static GenerationRow bare(int number) {
    return new GenerationRow(
        id(number),
        "req",
        new Owner("default", "default", "default", null),
        "default",
        "grpc",
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        START.plusSeconds(number),
        null,
        Duration.ZERO,
        false,
        Outcome.FAILED,
        null,
        null,
        FailureKind.NOT_FOUND,
        null,
        false,
        null,
        null,
        List.of(),
        null);
  }

  private static AttemptRow attempt(int number, Verdict verdict) {
    boolean failed = verdict != Verdict.SUCCESS;
    return new AttemptRow(
        number,
        failed ? null : AttemptReason.RESUME,
        "acme:acme/large",
        "acme",
        "acme/large",
        "large-v1",
        "env",
        "operator",
        failed ? "eu" : null,
        failed ? null : "acme:acme/large@2026-11-23",
        START.plusMillis(number),
        verdict,
        failed ? FailureKind.PROVIDER_ERROR : null,
        failed ? 503 : null,
        failed ? "overloaded" : null,
        failed ? null : Duration.ofMillis(3),
        failed ? null : Duration.ofMillis(9),
        failed ? null : new AttemptRow.Leg(true, 7, 3, true, new Money(12), new Seam(4, 5)));
  }
}
