package cambio.server.surface;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.Verdict;
import cambio.router.catalog.Capabilities;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.router.plan.Availability;
import cambio.router.plan.Candidate;
import cambio.router.plan.CredentialRef;
import cambio.router.plan.Exclusion;
import cambio.router.plan.RoutePlan;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.RateLimitState;
import cambio.spi.Adjustment;
import cambio.spi.AuthStyle;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.event.Usage;
import cambio.spi.request.Modality;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small catalogue and what an engine would say of an answer. */
public final class DoorFixtures {

  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  public static final String MODEL = "acme/large";

  private DoorFixtures() {}

  public static CatalogSnapshot catalog() {
    return new CatalogSnapshot(
        "test-1",
        List.of(provider("north", "North AI"), provider("south", "South")),
        List.of(model(MODEL, "2026-05"), model("acme/small", null), model("other/lone", "2025")),
        List.of(
            endpoint("north", MODEL), endpoint("south", MODEL), endpoint("south", "acme/small")));
  }

  public static Availability availability() {
    return new Availability(
        Map.of("north", List.of(CredentialRef.operator("north-1"))),
        Map.of("openai-chat", ParameterTable.supporting(Parameter.values())));
  }

  private static Provider provider(String id, String name) {
    return new Provider(
        id,
        name,
        "openai-chat",
        "https://" + id + ".invalid/v1",
        new AuthStyle.Bearer(),
        List.of(),
        Map.of(),
        List.of(),
        Quirks.none(),
        null,
        null);
  }

  private static Model model(String slug, @Nullable String released) {
    return new Model(
        slug,
        "Model " + slug,
        slug.substring(0, slug.indexOf('/')),
        Model.Kind.CHAT,
        released,
        128_000,
        8_000,
        Set.of(Modality.TEXT, Modality.IMAGE),
        Set.of(Modality.TEXT),
        Capabilities.UNKNOWN,
        null,
        false,
        null,
        Set.of(Parameter.TEMPERATURE, Parameter.TOOLS));
  }

  static Endpoint endpoint(String provider, String model) {
    return new Endpoint(
        provider + ":" + model,
        provider,
        model,
        provider,
        model,
        "openai-chat",
        new AuthStyle.Bearer(),
        null,
        null,
        null,
        null,
        List.of(
            new PriceVersion(
                "p1",
                Instant.EPOCH,
                Rates.of(TokenRate.perToken("0.0000025"), TokenRate.perToken("0.00001")),
                List.of(
                    new PriceTier(
                        100_000,
                        Rates.of(TokenRate.perToken("0.000005"), TokenRate.perToken("0.00002")))),
                List.of(),
                PriceVersion.Trust.CONFIRMED)),
        128_000,
        8_000,
        Capabilities.UNKNOWN,
        Set.of(Parameter.TEMPERATURE),
        false,
        Quirks.none(),
        null);
  }

  private static Candidate candidate(String provider) {
    return new Candidate(
        endpoint(provider, MODEL),
        provider + "-1",
        CredentialRef.OPERATOR,
        null,
        List.of(new Candidate.ScorePart("price", 0.5, "cheap")));
  }

  public static RoutePlan plan() {
    return new RoutePlan(
        List.of(MODEL),
        "price",
        List.of(candidate("south"), candidate("north")),
        List.of(new Exclusion("x:acme/large", Exclusion.Filter.ZDR, "keeps prompts")),
        "test-1");
  }

  public static AnswerHead head(GenerationCall call) {
    return new AnswerHead(
        call.context().generationId(),
        MODEL,
        "north",
        "north:" + MODEL,
        NOW.getEpochSecond(),
        2,
        plan(),
        new RateLimitState(60, 59, Duration.ofSeconds(1)));
  }

  public static List<AttemptRecord> attempts() {
    Failure first =
        Failure.of(FailureKind.OVERLOADED, "South is overloaded.").withUpstream(529, "overloaded");
    return List.of(attempt(1, "south", first), attempt(2, "north", null));
  }

  public static AttemptRecord attempt(int number, String provider, @Nullable Failure failure) {
    return new AttemptRecord(
        number,
        number == 1 ? AttemptReason.FIRST : AttemptReason.FALLBACK,
        candidate(provider),
        NOW,
        failure,
        failure == null ? Verdict.SUCCESS : Verdict.DROPPED,
        null,
        Duration.ofMillis(20));
  }

  public static AnswerSummary summary() {
    Usage usage = new Usage(100, 40, 10, 0, 20, 5, 0, 0, 0, 0, 0, 0);
    Cost cost =
        new Cost(
            Money.parse("0.000000123"),
            Money.parse("0.0000001"),
            Money.ZERO,
            Money.ZERO,
            Money.parse("0.00000002"),
            Money.parse("0.000000003"),
            Money.ZERO,
            Money.ZERO);
    return new AnswerSummary(
        usage,
        false,
        cost,
        attempts(),
        List.of(),
        List.of(Adjustment.dropped("top_k", "north does not know it")),
        Duration.ofMillis(30),
        Duration.ofMillis(90));
  }
}
