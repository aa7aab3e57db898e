package cambio.server.admin;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.Verdict;
import cambio.router.catalog.Capabilities;
import cambio.router.catalog.Endpoint;
import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.router.plan.Candidate;
import cambio.router.plan.Principal;
import cambio.server.execution.CallContext;
import cambio.server.execution.GenerationRecord;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.server.execution.Leg;
import cambio.spi.AuthStyle;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.Quirks;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The engine's records, for tests of who takes them. */
public final class GenerationRecords {

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private static final MeterReading READING =
      new MeterReading(
          Usage.of(10, 5),
          MeterReading.Source.REPORTED,
          List.of(new Finished(0, FinishReason.STOP, "stop")),
          7,
          Duration.ofMillis(30),
          Duration.ofMillis(200));

  private static final Cost COST =
      new Cost(
          new Money(42),
          new Money(42),
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO);

  private GenerationRecords() {}

  /** One failed attempt, then an answer. */
  public static GenerationRecord answered(String model, String provider) {
    Candidate candidate = candidate(model, provider);
    Failure failure = Failure.of(FailureKind.OVERLOADED, "busy").withUpstream(503, "overloaded");
    return new GenerationRecord(
        context(),
        List.of(model),
        null,
        true,
        Outcome.COMPLETED,
        null,
        List.of(
            new AttemptRecord(
                1,
                AttemptReason.FIRST,
                candidate,
                START,
                failure,
                Verdict.DROPPED,
                null,
                Duration.ofMillis(20)),
            new AttemptRecord(
                2,
                AttemptReason.RETRY,
                candidate,
                START,
                null,
                Verdict.SUCCESS,
                Duration.ofMillis(30),
                Duration.ofMillis(200))),
        List.of(new Leg(2, Leg.Role.ANSWER, READING, COST, null)),
        candidate,
        READING,
        COST,
        List.of(),
        Duration.ofMillis(60),
        Duration.ofMillis(250));
  }

  /** Nothing was tried. */
  public static GenerationRecord refused(String model) {
    return new GenerationRecord(
        context(),
        List.of(model),
        null,
        false,
        Outcome.FAILED,
        Failure.of(FailureKind.NOT_FOUND, "no such model"),
        List.of(),
        List.of(),
        null,
        null,
        null,
        List.of(),
        null,
        Duration.ofMillis(1));
  }

  private static CallContext context() {
    return new CallContext(
        "req-1",
        "gen_1",
        "openai",
        Principal.anonymous(),
        START,
        Duration.ofMinutes(1),
        null,
        "app",
        "session");
  }

  private static Candidate candidate(String model, String provider) {
    return new Candidate(
        new Endpoint(
            provider + ":" + model,
            provider,
            model,
            provider,
            "upstream-name",
            "any",
            AuthStyle.BEARER,
            null,
            "eu",
            null,
            null,
            List.of(),
            null,
            null,
            Capabilities.UNKNOWN,
            Set.of(),
            false,
            Quirks.none(),
            null),
        "env",
        "operator",
        null,
        List.of());
  }
}
