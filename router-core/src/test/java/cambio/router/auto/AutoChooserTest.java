package cambio.router.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cambio.router.auto.AutoChooser.Choice;
import cambio.router.auto.AutoChooser.Market;
import cambio.router.auto.TaskClassifier.Classification;
import cambio.router.catalog.BenchmarkScore;
import cambio.router.money.Money;
import cambio.router.plan.RouteWishes.AutoSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AutoChooserTest {

  private static final Map<String, String> PRICES =
      Map.of("a/best", "1.00", "a/near", "0.10", "a/close", "0.30", "a/weak", "0.01");

  private final List<BenchmarkScore> scores = new ArrayList<>();

  private void score(String benchmark, String model, @Nullable String setting, String value) {
    scores.add(
        new BenchmarkScore(
            benchmark,
            "programming",
            model,
            model,
            setting,
            "points",
            true,
            new BigDecimal(value),
            null,
            "2026-01-01",
            "somewhere"));
  }

  private void programming() {
    score("livebench-coding", "a/best", null, "80");
    score("livebench-coding", "a/near", null, "77");
    score("livebench-coding", "a/close", null, "78");
    score("livebench-coding", "a/weak", null, "50");
  }

  private static Market.Offer offer(String model) {
    String price = PRICES.get(model);
    return price == null ? Market.Offer.NONE : new Market.Offer(true, Money.parse(price));
  }

  private @Nullable Choice choose(
      TaskCategory category, AutoSettings settings, @Nullable String effort) {
    return new AutoChooser(List.of(new PublicScores(scores)))
        .choose(
            new Classification(category, 0.9),
            settings,
            effort,
            AutoChooserTest::offer,
            PRICES.keySet());
  }

  private Choice chosen(TaskCategory category, AutoSettings settings) {
    return Objects.requireNonNull(choose(category, settings, null));
  }

  private static AutoSettings tolerance(double value) {
    return new AutoSettings(value, List.of(), List.of(), null);
  }

  @Test
  void theCheapestWithinTheToleranceIsTaken() {
    programming();
    Choice choice = chosen(TaskCategory.PROGRAMMING, tolerance(0.05));
    assertThat(choice.choice().chosenModel()).isEqualTo("a/near");
    assertThat(choice.choice().bestModel()).isEqualTo("a/best");
    assertThat(choice.choice().priceRatio()).isCloseTo(0.1, within(1e-12));
    assertThat(choice.choice().qualityLoss()).isCloseTo(3.0 / 80, within(1e-12));
    assertThat(choice.choice().scores()).hasSize(4);
    assertThat(choice.fallbacks()).containsExactly("a/close", "a/best");
  }

  @Test
  void theToleranceDecides() {
    programming();
    assertThat(chosen(TaskCategory.PROGRAMMING, tolerance(0)).choice().chosenModel())
        .isEqualTo("a/best");
    assertThat(chosen(TaskCategory.PROGRAMMING, tolerance(0.026)).choice().chosenModel())
        .isEqualTo("a/close");
    assertThat(chosen(TaskCategory.PROGRAMMING, tolerance(1)).choice().chosenModel())
        .isEqualTo("a/weak");
  }

  @Test
  void onlyWhatIsAllowedIsCompared() {
    programming();
    score("livebench-coding", "a/unserved", null, "99");
    Choice choice =
        chosen(
            TaskCategory.PROGRAMMING,
            new AutoSettings(0.05, List.of("a/*"), List.of("a/best"), null));
    assertThat(choice.choice().bestModel()).isEqualTo("a/close");
    assertThat(choice.choice().chosenModel()).isEqualTo("a/near");
  }

  @Test
  void settingsAndBenchmarksAreNeverMixed() {
    programming();
    score("livebench-coding", "a/weak", "high", "95");
    score("aider-polyglot", "a/weak", null, "95");
    assertThat(chosen(TaskCategory.PROGRAMMING, tolerance(0.05)).choice().bestModel())
        .isEqualTo("a/best");
    Choice high = Objects.requireNonNull(choose(TaskCategory.PROGRAMMING, tolerance(0.05), "high"));
    assertThat(high.choice().scores()).hasSize(1);
    assertThat(high.choice().chosenModel()).isEqualTo("a/weak");
    Choice low = Objects.requireNonNull(choose(TaskCategory.PROGRAMMING, tolerance(0.05), "low"));
    assertThat(low.choice().scores()).as("none in that setting: as they come").hasSize(4);
  }

  @Test
  void whereThereAreNoDataThatIsSaid() {
    score("livebench-if", "a/near", null, "60");
    score("livebench-if", "a/weak", null, "59");
    Choice choice = chosen(TaskCategory.TRANSLATION, tolerance(0.05));
    assertThat(choice.choice().chosenModel()).isEqualTo("a/weak");
    assertThat(choice.choice().bestModel()).isNull();
    assertThat(choice.choice().qualityLoss()).isNaN();
    assertThat(choice.choice().reason()).startsWith("no data for translation");
  }

  @Test
  void withoutAnyScoreThePriceDecides() {
    Choice choice = chosen(TaskCategory.ROLEPLAY, tolerance(0.05));
    assertThat(choice.choice().chosenModel()).isEqualTo("a/weak");
    assertThat(choice.choice().reason()).startsWith("no data");
    assertThat(
            choose(
                TaskCategory.ROLEPLAY,
                new AutoSettings(0.05, List.of("b/*"), List.of(), null),
                null))
        .isNull();
  }
}
