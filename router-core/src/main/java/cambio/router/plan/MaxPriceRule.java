package cambio.router.plan;

import cambio.router.money.Rates;
import cambio.router.plan.RoutePreferences.MaxPrice;
import org.jspecify.annotations.Nullable;

/** The caller's {@code max_price}: every rate that it bounds has to be known and within it. */
final class MaxPriceRule {

  private MaxPriceRule() {}

  /** What is too dear, in a sentence, or null. */
  static @Nullable String objection(@Nullable Rates rates, MaxPrice max) {
    if (rates == null) {
      return max.prompt() == null && max.completion() == null ? null : "its price is unknown";
    }
    String objection = over("input", rates.input(), max.prompt(), " USD per million tokens");
    if (objection == null) {
      objection = over("output", rates.output(), max.completion(), " USD per million tokens");
    }
    if (objection == null) {
      objection = over("a request", rates.request(), max.request(), " USD");
    }
    if (objection == null) {
      objection = over("an image", rates.image(), max.image(), " USD");
    }
    if (objection == null) {
      objection = over("audio input", rates.inputAudio(), max.audio(), " USD per million tokens");
    }
    return objection == null
        ? over("audio output", rates.outputAudio(), max.audio(), " USD per million tokens")
        : objection;
  }

  private static <T extends Comparable<T>> @Nullable String over(
      String what, @Nullable T rate, @Nullable T max, String unit) {
    return rate != null && max != null && rate.compareTo(max) > 0
        ? what + " costs " + rate + unit + "; provider.max_price allows " + max
        : null;
  }
}
