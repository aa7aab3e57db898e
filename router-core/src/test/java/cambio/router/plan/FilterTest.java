package cambio.router.plan;

import static cambio.router.plan.Planning.MODEL;
import static cambio.router.plan.Planning.exclusions;
import static cambio.router.plan.Planning.order;
import static cambio.router.plan.Planning.plan;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.catalog.DataPolicy;
import cambio.router.catalog.Model;
import cambio.router.health.HealthSnapshot;
import cambio.router.plan.Exclusion.Filter;
import cambio.router.quota.QuotaRules;
import cambio.spi.Parameter;
import cambio.spi.request.Modality;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each hard filter removes the endpoint "bad" and leaves "good". */
class FilterTest {

  private static final RequestTraits PLAIN = RequestTraits.chat(1_000, 500);

  static Stream<Arguments> filters() {
    return Stream.of(
        row(Filter.NO_ADAPTER, spec -> spec.dialect("martian"), none(), PLAIN, "martian"),
        row(Filter.SUNSET, spec -> spec.sunset("2026-11-23"), none(), PLAIN, "2026-11-23"),
        row(Filter.SUNSET, spec -> spec.sunset("2026-10"), none(), PLAIN, "2026-10"),
        row(Filter.VARIANT, spec -> spec.tier("priority"), none(), PLAIN, "tier priority"),
        row(Filter.ONLY, same(), none().only("good"), PLAIN, "provider.only"),
        row(Filter.IGNORE, same(), none().ignore("bad"), PLAIN, "provider.ignore"),
        row(Filter.IGNORE, s -> s.tag("bad/turbo"), none().ignore("Bad"), PLAIN, "bad/turbo"),
        row(
            Filter.ORDER_WITHOUT_FALLBACKS,
            same(),
            none().order("good").noFallbacks(),
            PLAIN,
            "fallbacks are off"),
        row(Filter.DATA_POLICY, same(), none().denyDataCollection(), PLAIN, "keeps prompts"),
        row(Filter.ZDR, same(), none().zdr(), PLAIN, "keeps prompts"),
        row(
            Filter.QUANTIZATION,
            spec -> spec.quantization("int4"),
            none().quantizations("bf16"),
            PLAIN,
            "int4"),
        row(Filter.CONTEXT_LENGTH, spec -> spec.context(1_200), none(), PLAIN, "1200 tokens"),
        row(Filter.MAX_OUTPUT, spec -> spec.maxOutput(499), none(), PLAIN, "499"),
        row(Filter.TOOLS, spec -> spec.tools(false), none(), using(Parameter.TOOLS), "tools"),
        row(
            Filter.PARAMETERS,
            spec -> spec.parameters(Parameter.SEED),
            none().requireParameters(),
            using(Parameter.TOP_P),
            "top_p"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void aFilterRemovesWhatItNames(
      Filter filter,
      UnaryOperator<TestCatalog.Spec> bad,
      TestPreferences preferences,
      RequestTraits traits,
      String detail) {
    TestCatalog catalog =
        new TestCatalog()
            .provider("good", new DataPolicy(false, false))
            .provider("bad", new DataPolicy(false, true))
            .endpoint("good", MODEL, "1", spec -> spec.quantization("bf16").tools(true))
            .endpoint("bad", MODEL, "1", bad);
    RoutePlan plan = plan(catalog, preferences, traits, MODEL);
    assertThat(order(plan)).containsExactly("good");
    assertThat(exclusions(plan)).containsExactly("bad " + filter);
    assertThat(plan.exclusions().getFirst().detail()).contains(detail);
  }

  @Test
  void anUnknownDataPolicyCountsAsTheWorst() {
    TestCatalog catalog = new TestCatalog().endpoint("a", MODEL, "1");
    assertThat(exclusions(plan(catalog, none().denyDataCollection())))
        .containsExactly("a DATA_POLICY");
    assertThat(exclusions(plan(catalog, none().zdr()))).containsExactly("a ZDR");
  }

  @Test
  void anUnknownPriceIsRefusedUnlessTheOperatorFlagsIt() {
    TestCatalog catalog = new TestCatalog().endpoint("a", MODEL, "?").endpoint("b", MODEL, "9");
    assertThat(exclusions(plan(catalog, none()))).containsExactly("a PRICE_UNKNOWN");
    RoutingPolicy flag =
        new RoutingPolicy(RoutingPolicy.DefaultStrategy.PRICE, RoutingPolicy.UnknownPrice.FLAG, 3);
    RoutePlan plan =
        new RoutePlanner(flag)
            .plan(
                new RouteRequest(List.of(MODEL), RoutePreferences.none()),
                PLAIN,
                Principal.anonymous(),
                Planning.context(catalog, HealthSnapshot.unknown(), 1));
    assertThat(order(plan)).containsExactly("b", "a");
    assertThat(plan.candidates().getLast().score().getFirst().detail()).contains("unknown");
  }

  @Test
  void maxPriceComparesEachRate() {
    TestCatalog catalog = new TestCatalog().endpoint("a", MODEL, "2").endpoint("b", MODEL, "2.01");
    RoutePlan plan = plan(catalog, none().maxPrompt("2"));
    assertThat(order(plan)).containsExactly("a");
    assertThat(plan.exclusions().getFirst().detail())
        .isEqualTo("input costs 2.01 USD per million tokens; provider.max_price allows 2");
  }

  @Test
  void quantizationFamiliesIncludeTheirMembers() {
    TestCatalog catalog =
        new TestCatalog()
            .endpoint("a", MODEL, "1", spec -> spec.quantization("mxfp4"))
            .endpoint("b", MODEL, "1", spec -> spec.quantization("nvfp4"))
            .endpoint("c", MODEL, "1", spec -> spec.quantization("fp8"))
            .endpoint("d", MODEL, "1");
    assertThat(order(plan(catalog, none().quantizations("fp4"))))
        .containsExactlyInAnyOrder("a", "b");
    assertThat(order(plan(catalog, none().quantizations("unknown")))).containsExactly("d");
  }

  @Test
  void entitlementsLimitModelsAndProviders() {
    TestCatalog catalog = new TestCatalog().endpoint("a", MODEL, "1").endpoint("b", MODEL, "1");
    assertThat(
            exclusions(planFor(catalog, Entitlements.of(Set.of(), Set.of("a"), QuotaRules.NONE))))
        .containsExactly("b NOT_ALLOWED");
    assertThat(
            planFor(catalog, Entitlements.of(Set.of("acme/*"), Set.of(), QuotaRules.NONE))
                .candidates())
        .hasSize(2);
    assertThat(
            planFor(catalog, Entitlements.of(Set.of("other/*"), Set.of(), QuotaRules.NONE))
                .candidates())
        .isEmpty();
  }

  @Test
  void anImageNeedsAModelThatSees() {
    RequestTraits image =
        new RequestTraits(
            Model.Kind.CHAT,
            Set.of(),
            Set.of(Modality.TEXT, Modality.IMAGE),
            Set.of(),
            new PromptSize(10, 10, 0, 0, 1),
            null,
            1,
            null,
            PromptMeasure.NONE);
    TestCatalog blind = new TestCatalog().endpoint("a", MODEL, "1");
    assertThat(exclusions(plan(blind, none(), image, MODEL))).containsExactly("a MODALITY");
    TestCatalog seeing =
        new TestCatalog()
            .model(MODEL, Model.Kind.CHAT, Set.of(Modality.TEXT, Modality.IMAGE), null)
            .endpoint("a", MODEL, "1");
    assertThat(plan(seeing, none(), image, MODEL).candidates()).hasSize(1);
  }

  @Test
  void anEmbeddingModelDoesNotChat() {
    TestCatalog catalog =
        new TestCatalog()
            .model(MODEL, Model.Kind.EMBEDDING, Set.of(Modality.TEXT), null)
            .endpoint("a", MODEL, "1");
    assertThat(exclusions(plan(catalog, none()))).containsExactly("a MODEL_KIND");
  }

  @Test
  void onlyDistillableModelsServeWhereAsked() {
    TestCatalog catalog = new TestCatalog().endpoint("a", MODEL, "1");
    assertThat(exclusions(plan(catalog, none().distillable()))).containsExactly("a DISTILLABLE");
  }

  @Test
  void withoutACredentialTheVariableToSetIsNamed() {
    TestCatalog catalog = new TestCatalog().endpoint("a", MODEL, "1").credentials("a");
    RoutePlan plan = plan(catalog, none());
    assertThat(exclusions(plan)).containsExactly("a NO_CREDENTIAL");
    assertThat(plan.exclusions().getFirst().detail()).contains("set A_API_KEY");
  }

  @Test
  void whereNobodyHasToolsNobodyIsRemoved() {
    TestCatalog catalog =
        new TestCatalog()
            .endpoint("a", MODEL, "1", spec -> spec.tools(false))
            .endpoint("b", MODEL, "1", spec -> spec.tools(false));
    assertThat(plan(catalog, none(), using(Parameter.TOOLS), MODEL).candidates()).hasSize(2);
  }

  @Test
  void whoMayHaveToolsComesBehindWhoHas() {
    TestCatalog catalog =
        new TestCatalog()
            .endpoint("maybe", MODEL, "0.01")
            .endpoint("sure", MODEL, "5", spec -> spec.tools(true));
    RoutePlan plan = plan(catalog, none(), using(Parameter.TOOLS), MODEL);
    assertThat(order(plan)).containsExactly("sure", "maybe");
    assertThat(exclusions(plan(catalog, none().requireParameters(), using(Parameter.TOOLS), MODEL)))
        .containsExactly("maybe TOOLS");
  }

  @Test
  void aParameterThatTheDialectDropsCannotBeRequired() {
    TestCatalog catalog = new TestCatalog().endpoint("a", MODEL, "1");
    assertThat(exclusions(plan(catalog, none().requireParameters(), using(Parameter.TOP_A), MODEL)))
        .containsExactly("a PARAMETERS");
    assertThat(plan(catalog, none(), using(Parameter.TOP_A), MODEL).candidates()).hasSize(1);
    assertThat(
            plan(catalog, none().requireParameters(), using(Parameter.TOP_P), MODEL).candidates())
        .hasSize(1);
  }

  private static RoutePlan planFor(TestCatalog catalog, Entitlements entitlements) {
    return new RoutePlanner(RoutingPolicy.standard())
        .plan(
            new RouteRequest(List.of(MODEL), RoutePreferences.none()),
            PLAIN,
            new Principal("o", "w", "k", null, entitlements),
            Planning.context(catalog, HealthSnapshot.unknown(), 1));
  }

  private static RequestTraits using(Parameter parameter) {
    return new RequestTraits(
        Model.Kind.CHAT,
        Set.of(parameter),
        Set.of(Modality.TEXT),
        Set.of(),
        PromptSize.ofText(1_000),
        null,
        1,
        null,
        PromptMeasure.NONE);
  }

  private static Arguments row(
      Filter filter,
      UnaryOperator<TestCatalog.Spec> bad,
      TestPreferences preferences,
      RequestTraits traits,
      String detail) {
    return Arguments.of(filter, bad, preferences, traits, detail);
  }

  private static TestPreferences none() {
    return new TestPreferences();
  }

  private static UnaryOperator<TestCatalog.Spec> same() {
    return spec -> spec;
  }
}
