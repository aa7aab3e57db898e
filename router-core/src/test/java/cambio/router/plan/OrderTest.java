package cambio.router.plan;

import static cambio.router.plan.Planning.MODEL;
import static cambio.router.plan.Planning.exclusions;
import static cambio.router.plan.Planning.order;
import static cambio.router.plan.Planning.plan;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.plan.RoutePreferences.Sort.By;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {

  private static final String SMALL = "acme/small";
  private static final RequestTraits CHAT = RequestTraits.chat(1_000, null);

  private static TestCatalog three() {
    return new TestCatalog()
        .endpoint("a", MODEL, "3")
        .endpoint("b", MODEL, "1")
        .endpoint("c", MODEL, "2");
  }

  @Test
  void theCallersOrderComesFirstAndTheRestBehind() {
    RoutePlan plan = plan(three(), prefer().order("c", "a"));
    assertThat(order(plan)).containsExactly("c", "a", "b");
    assertThat(plan.strategy()).isEqualTo("order");
  }

  @Test
  void aBaseSlugMatchesItsRegionsAndVariantsButNotItsTiers() {
    TestCatalog catalog =
        new TestCatalog()
            .endpoint("a", MODEL, "1")
            .endpoint("a", MODEL, "2", spec -> spec.tag("a/us-east5"))
            .endpoint("a", MODEL, "9", spec -> spec.tag("a/priority").tier("priority"))
            .endpoint("ab", MODEL, "1");
    assertThat(order(plan(catalog, prefer().only("a").sort(By.PRICE))))
        .containsExactly("a", "a/us-east5");
    assertThat(order(plan(catalog, prefer().only("a/us-east5")))).containsExactly("a/us-east5");
    assertThat(order(plan(catalog, prefer().only("a/priority")))).containsExactly("a/priority");
  }

  @Test
  void variantsAdmitTheirTier() {
    TestCatalog catalog =
        new TestCatalog()
            .endpoint("a", MODEL, "1")
            .endpoint("a", MODEL, "9", spec -> spec.tag("a/priority").tier("priority"))
            .endpoint("a", MODEL, "0.5", spec -> spec.tag("a/flex").tier("flex"));
    assertThat(order(plan(catalog, prefer(), CHAT, MODEL))).containsExactly("a");
    assertThat(order(plan(catalog, prefer(), CHAT, MODEL + ":floor")))
        .containsExactly("a/flex", "a");
    assertThat(order(plan(catalog, prefer(), CHAT, MODEL + ":nitro")))
        .containsExactlyInAnyOrder("a/priority", "a");
  }

  @Test
  void sortByPriceIsCheapestFirst() {
    RoutePlan plan = plan(three(), prefer().sort(By.PRICE));
    assertThat(order(plan)).containsExactly("b", "c", "a");
    assertThat(plan.strategy()).isEqualTo("sort:price");
  }

  @Test
  void theLastSortingVariantWins() {
    assertThat(plan(three(), prefer(), CHAT, MODEL + ":nitro:floor").strategy())
        .isEqualTo("sort:price");
    assertThat(plan(three(), prefer(), CHAT, MODEL + ":floor:nitro").strategy())
        .isEqualTo("throughput");
  }

  @Test
  void withoutFallbacksOnlyTheFirstIsTried() {
    RoutePlan plan = plan(three(), prefer().noFallbacks().sort(By.PRICE));
    assertThat(order(plan)).containsExactly("b");
    assertThat(exclusions(plan))
        .containsExactly("c ORDER_WITHOUT_FALLBACKS", "a ORDER_WITHOUT_FALLBACKS");
  }

  @Test
  void fallbackModelsKeepTheirOrderWhateverTheyCost() {
    TestCatalog catalog = new TestCatalog().endpoint("a", MODEL, "9").endpoint("b", SMALL, "1");
    assertThat(order(plan(catalog, prefer(), CHAT, MODEL, SMALL))).containsExactly("a", "b");
    assertThat(order(plan(catalog, prefer().sort(By.PRICE), CHAT, MODEL, SMALL)))
        .containsExactly("a", "b");
    assertThat(order(plan(catalog, prefer().sortAcrossModels(By.PRICE), CHAT, MODEL, SMALL)))
        .containsExactly("b", "a");
  }

  @Test
  void freeEndpointsCompeteOnlyWhereAskedForOrWhereAllAreFree() {
    TestCatalog mixed = new TestCatalog().endpoint("a", MODEL, "0").endpoint("b", MODEL, "1");
    assertThat(exclusions(plan(mixed, prefer()))).containsExactly("a FREE_NOT_ASKED");
    RoutePlan free = plan(mixed, prefer(), CHAT, MODEL + ":free");
    assertThat(order(free)).containsExactly("a");
    assertThat(exclusions(free)).containsExactly("b VARIANT");
    assertThat(order(plan(mixed, prefer().order("a")))).containsExactly("a", "b");
    assertThat(order(plan(mixed, prefer().maxPrompt("0")))).containsExactly("a");
    TestCatalog allFree = new TestCatalog().endpoint("a", MODEL, "0").endpoint("b", MODEL, "0");
    assertThat(order(plan(allFree, prefer()))).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void theOrganisationsOwnCredentialComesBeforeTheOperatorsAndOthersAreNeverUsed() {
    TestCatalog catalog =
        new TestCatalog()
            .endpoint("a", MODEL, "1")
            .credentials(
                "a",
                CredentialRef.operator("shared"),
                new CredentialRef("theirs", "other"),
                new CredentialRef("own", "default"));
    assertThat(plan(catalog, prefer()).candidates().stream().map(Candidate::credential))
        .containsExactly("own", "shared");
  }

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(plan(three(), prefer())).isEqualTo(plan(three(), prefer()));
  }

  @Test
  void aPlanNamesTheModelsAsTheCallerDid() {
    assertThat(plan(three(), prefer(), CHAT, "LARGE:floor").requested())
        .isEqualTo(List.of("LARGE:floor"));
  }

  private static TestPreferences prefer() {
    return new TestPreferences();
  }
}
