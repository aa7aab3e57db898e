package cambio.router.plan;

import static cambio.router.plan.Planning.MODEL;
import static cambio.router.plan.Planning.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.plan.RoutePreferences.Sort.By;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of models and of providers: what resolves, and what the caller is told where not. */
class NameTest {

  private static final RequestTraits CHAT = RequestTraits.chat(1_000, null);

  private static TestCatalog catalog() {
    return new TestCatalog()
        .endpoint("north", MODEL, "1")
        .endpoint("south", MODEL, "2", spec -> spec.tag("south/turbo"))
        .endpoint("north", "acme/mini", "1")
        .endpoint("north", "other/mini", "1")
        .endpoint("north", "local/llama3:8b", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme/large",
        "ACME/Large",
        " acme/large ",
        "large",
        "Large",
        "acme/large:floor",
        "large:nitro:floor",
        "acme/large:exacto"
      })
  void aNameResolvesWithOrWithoutAuthorCaseAndVariants(String name) {
    assertThat(plan(catalog(), new TestPreferences(), CHAT, name).candidates())
        .isNotEmpty()
        .allSatisfy(candidate -> assertThat(candidate.endpoint().model()).isEqualTo(MODEL));
  }

  @Test
  void aColonMayBelongToTheModelsOwnName() {
    assertThat(plan(catalog(), new TestPreferences(), CHAT, "llama3:8b:floor").candidates())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acme/larg      | NOT_FOUND       | nearest: acme/large",
        "lrage          | NOT_FOUND       | nearest: acme/large",
        "acme/lar       | NOT_FOUND       | nearest: acme/large",
        "qqqqqqqqqqqqqq | NOT_FOUND       | no model is called qqqqqqqqqqqqqq",
        "mini           | INVALID_REQUEST | expected one of: acme/mini, other/mini",
        "large:bogus    | INVALID_REQUEST | :bogus",
        "large:thinking | NOT_FOUND       | has no variant :thinking",
        "large:online   | INVALID_REQUEST | not offered",
        "~acme/latest   | NOT_FOUND       | no alias is called",
        "@preset/mine   | INVALID_REQUEST | preset",
        "large@preset/x | INVALID_REQUEST | preset",
        "''             | NOT_FOUND       | no model is called"
      })
  void aNameThatDoesNotResolveIsExplained(String name, FailureKind kind, String says) {
    Failure failure = failure(() -> plan(catalog(), new TestPreferences(), CHAT, name));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.field()).isEqualTo("model");
    assertThat(failure.message()).contains(says);
  }

  @Test
  void aWrongFallbackIsNamedByItsPlace() {
    Failure failure =
        failure(() -> plan(catalog(), new TestPreferences(), CHAT, MODEL, "acme/mini", "nope"));
    assertThat(failure.field()).isEqualTo("models[1]");
  }

  @Test
  void threeFallbacksAreEnough() {
    Failure failure =
        failure(() -> plan(catalog(), new TestPreferences(), CHAT, "a", "b", "c", "d", "e"));
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failure.field()).isEqualTo("models");
  }

  @Test
  void anUnknownProviderIsNamedWithItsFieldAndTheNearest() {
    Failure failure = failure(() -> plan(catalog(), new TestPreferences().order("south", "nort")));
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failure.field()).isEqualTo("provider.order[1]");
    assertThat(failure.message()).contains("nort").contains("nearest: north");
    assertThat(failure(() -> plan(catalog(), new TestPreferences().only("zzzzzz"))).field())
        .isEqualTo("provider.only[0]");
    assertThat(failure(() -> plan(catalog(), new TestPreferences().ignore("south/slow"))).field())
        .isEqualTo("provider.ignore[0]");
  }

  @Test
  void onlyAndIgnoreMustNotContradict() {
    Failure failure =
        failure(() ->
            plan(catalog(), new TestPreferences().only("north", "south/turbo").ignore("south")));
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failure.field()).isEqualTo("provider.only[1]");
    assertThat(
            plan(catalog(), new TestPreferences().only("south", "north").ignore("south/turbo"))
                .candidates())
        .hasSize(1);
  }

  @Test
  void wrongFiguresAreNamed() {
    assertThat(failure(() -> plan(catalog(), new TestPreferences().quantizations("int3"))).field())
        .isEqualTo("provider.quantizations[0]");
    assertThat(
            failure(() -> plan(catalog(), new TestPreferences().minThroughput("p51", 1))).field())
        .isEqualTo("provider.preferred_min_throughput");
    assertThat(failure(() -> plan(catalog(), new TestPreferences().maxLatency("p90", -1))).field())
        .isEqualTo("provider.preferred_max_latency.p90");
    assertThat(
            failure(() -> plan(catalog(), new TestPreferences().maxLatency("p90", Double.NaN)))
                .field())
        .isEqualTo("provider.preferred_max_latency.p90");
    assertThat(failure(() -> plan(catalog(), new TestPreferences().maxRequest(-1))).field())
        .isEqualTo("provider.max_price.request");
  }

  @Test
  void aRefusalCountsTheFiltersAndSaysWhatToRelax() {
    TestCatalog catalog =
        catalog().credentials("south").endpoint("west", MODEL, "8", spec -> spec.context(100));
    RoutePlan plan = plan(catalog, new TestPreferences().maxPrompt("0.5").sort(By.PRICE));
    Failure failure = PlanRefusal.of(plan);
    assertThat(failure.kind()).isEqualTo(FailureKind.NO_ENDPOINT);
    assertThat(failure.message())
        .contains("3 endpoints of acme/large")
        .contains("1 by NO_CREDENTIAL (no credential for provider south: set SOUTH_API_KEY")
        .contains("1 by CONTEXT_LENGTH (")
        .contains("1 by MAX_PRICE (input costs 1 USD per million tokens")
        .contains("raise provider.max_price");
  }

  @Test
  void aRefusalByOneFilterNamesItsField() {
    Failure failure = PlanRefusal.of(plan(catalog(), new TestPreferences().maxPrompt("0.5")));
    assertThat(failure.field()).isEqualTo("provider.max_price");
  }

  @Test
  void aModelThatNobodyServesSaysSo() {
    TestCatalog catalog = new TestCatalog().model(MODEL);
    assertThat(PlanRefusal.of(plan(catalog, new TestPreferences())).message())
        .isEqualTo("No provider in the catalogue serves acme/large");
  }

  @Test
  void namesFarFromEverythingHaveNoNearest() {
    assertThat(NearestNames.of("entirely-else", List.of("acme/large"))).isEmpty();
    assertThat(NearestNames.edits("kitten", "sitting")).isEqualTo(3);
  }

  private static Failure failure(ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }
}
