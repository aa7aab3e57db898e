package cambio.router.money;

import cambio.spi.event.Usage;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rates that one request is charged at: a price version with its tier and time of day resolved,
 * and every kind's fallback applied. Immutable.
 *
 * <p>The arithmetic is exact: tokens times nano-USD per million are counted in 10⁻¹⁵ USD, the total
 * is rounded once, half up, and the parts are rounded so that they sum to it (largest remainder).
 */
public final class Tariff {

  private final long input;
  private final long cacheRead;
  private final long cacheWrite;
  private final long longCacheWrite;
  private final long output;
  private final long reasoning;
  private final long inputAudio;
  private final long outputAudio;
  private final long image;
  private final long request;

  private Tariff(Rates rates) {
    TokenRate in = rates.input() != null ? rates.input() : rates.output();
    if (in == null) {
      throw new IllegalArgumentException("rates: neither an input nor an output rate is known");
    }
    // What has no rate of its own is never free by accident: it counts as its nearest kin.
    TokenRate out = or(rates.output(), in);
    TokenRate write = or(rates.cacheWrite(), in);
    this.input = in.nanosPerMillion();
    this.cacheRead = or(rates.cacheRead(), in).nanosPerMillion();
    this.cacheWrite = write.nanosPerMillion();
    this.longCacheWrite = or(rates.longCacheWrite(), write).nanosPerMillion();
    this.output = out.nanosPerMillion();
    this.reasoning = or(rates.reasoning(), out).nanosPerMillion();
    this.inputAudio = or(rates.inputAudio(), in).nanosPerMillion();
    this.outputAudio = or(rates.outputAudio(), out).nanosPerMillion();
    this.image = rates.image() == null ? 0 : rates.image().nanos();
    this.request = rates.request() == null ? 0 : rates.request().nanos();
  }

  /**
   * The tariff of a request.
   *
   * @param inputTokens the length of its whole prompt, which decides the tier
   * @param instant when it was planned, which decides the time of day
   * @throws IllegalArgumentException where neither an input nor an output rate is known
   */
  public static Tariff of(PriceVersion version, long inputTokens, Instant instant) {
    return new Tariff(effectiveRates(version, inputTokens, instant));
  }

  /**
   * The tariff of rates that are already those in force.
   *
   * @throws IllegalArgumentException where neither an input nor an output rate is known
   */
  public static Tariff of(Rates effective) {
    return new Tariff(effective);
  }

  /** Whether a version has enough rates to charge anything by. */
  public static boolean known(@Nullable PriceVersion version) {
    return version != null && (version.base().input() != null || version.base().output() != null);
  }

  /** The rates in force: base, overlaid by the tier, overlaid by the last matching window. */
  public static Rates effectiveRates(PriceVersion version, long inputTokens, Instant instant) {
    Rates rates = version.base();
    for (PriceTier tier : version.tiers()) {
      if (inputTokens > tier.aboveInputTokens()) {
        rates = overlay(version.base(), tier.rates());
      }
    }
    if (!version.windows().isEmpty()) {
      LocalTime time = LocalTime.ofInstant(instant, ZoneOffset.UTC);
      Rates underWindow = rates;
      for (PriceVersion.DailyWindow window : version.windows()) {
        if (contains(window, time)) {
          rates = overlay(underWindow, window.rates());
        }
      }
    }
    return rates;
  }

  /**
   * The cost of what an attempt used. Sound is a part of the input and of the output that is
   * charged at rates of its own; where more of the prompt is sound than came uncached, the rest of
   * the sound was read from or written to the cache and is charged as that.
   *
   * @param images input images
   * @throws ArithmeticException where an amount is over the range of {@link Money}
   */
  public Cost cost(Usage usage, int images) {
    int plain = usage.inputTokens() - usage.cachedInputTokens() - usage.cacheWriteTokens();
    int shortWrite = usage.cacheWriteTokens() - usage.longCacheWriteTokens();
    int answer = usage.outputTokens() - usage.reasoningTokens();
    int heard = Math.min(usage.inputAudioTokens(), plain);
    int spoken = Math.min(usage.outputAudioTokens(), answer);
    Amount inputPart = new Amount().add(plain - heard, input).add(heard, inputAudio);
    Amount readPart = new Amount().add(usage.cachedInputTokens(), cacheRead);
    Amount writePart =
        new Amount().add(shortWrite, cacheWrite).add(usage.longCacheWriteTokens(), longCacheWrite);
    Amount outputPart = new Amount().add(answer - spoken, output).add(spoken, outputAudio);
    Amount reasoningPart = new Amount().add(usage.reasoningTokens(), reasoning);
    Amount imagePart = new Amount().addWhole(images, image);
    Amount requestPart = new Amount().addWhole(1, request);
    Money total =
        Amount.round(
            List.of(
                inputPart, readPart, writePart, outputPart, reasoningPart, imagePart, requestPart));
    return new Cost(
        total,
        inputPart.money(),
        readPart.money(),
        writePart.money(),
        outputPart.money(),
        reasoningPart.money(),
        imagePart.money(),
        requestPart.money());
  }

  /**
   * What a request costs at most: each input token at the dearest way to take it in, each output
   * token at the dearest way to make it. Rounded as {@link #cost} is, so that a bound that is met
   * exactly is the cost exactly.
   *
   * @param most all tokens that it may have, and how many of them may be sound; other parts are not
   *     looked at
   * @throws ArithmeticException where the amount is over the range of {@link Money}
   */
  public Money ceiling(Usage most, int images) {
    long text = Math.max(Math.max(input, cacheRead), Math.max(cacheWrite, longCacheWrite));
    long answer = Math.max(output, reasoning);
    int heard = most.inputAudioTokens();
    int spoken = most.outputAudioTokens();
    Amount all =
        new Amount()
            .add(most.inputTokens() - heard, text)
            .add(heard, Math.max(text, inputAudio))
            .add(most.outputTokens() - spoken, answer)
            .add(spoken, Math.max(answer, outputAudio))
            .addWhole(images, image)
            .addWhole(1, request);
    return Amount.round(List.of(all));
  }

  /**
   * A quick estimate for comparing prices; no amount to charge. Makes no tariff, for it runs once
   * an endpoint and request.
   *
   * @param effective rates of which input or output is known
   * @param expected tokens, and how many of them are sound; other parts are not looked at
   * @param cachedPart how much of the input comes from the provider's cache, 0 to 1
   * @return USD for this many tokens and images, with the price of the request itself
   */
  public static double estimateUsd(Rates effective, Usage expected, double cachedPart, int images) {
    TokenRate known = effective.input() != null ? effective.input() : effective.output();
    if (known == null) {
      return Double.NaN;
    }
    TokenRate answer = or(effective.output(), known);
    double input = known.nanosPerMillion();
    double cached = cachedPart * (or(effective.cacheRead(), known).nanosPerMillion() - input);
    double output = answer.nanosPerMillion();
    double heard = or(effective.inputAudio(), known).nanosPerMillion() - input;
    double spoken = or(effective.outputAudio(), answer).nanosPerMillion() - output;
    double image = effective.image() == null ? 0 : effective.image().nanos();
    double request = effective.request() == null ? 0 : effective.request().nanos();
    double fine =
        expected.inputTokens() * (input + cached)
            + expected.inputAudioTokens() * heard
            + expected.outputTokens() * output
            + expected.outputAudioTokens() * spoken;
    return fine * 1e-15 + (image * images + request) * 1e-9;
  }

  private static boolean contains(PriceVersion.DailyWindow window, LocalTime time) {
    boolean afterStart = !time.isBefore(window.from());
    boolean beforeEnd = time.isBefore(window.until());
    return window.from().isBefore(window.until())
        ? afterStart && beforeEnd
        : afterStart || beforeEnd;
  }

  private static Rates overlay(Rates under, Rates over) {
    return new Rates(
        orNull(over.input(), under.input()),
        orNull(over.output(), under.output()),
        orNull(over.cacheRead(), under.cacheRead()),
        orNull(over.cacheWrite(), under.cacheWrite()),
        orNull(over.longCacheWrite(), under.longCacheWrite()),
        orNull(over.reasoning(), under.reasoning()),
        orNull(over.inputAudio(), under.inputAudio()),
        orNull(over.outputAudio(), under.outputAudio()),
        orNull(over.image(), under.image()),
        orNull(over.request(), under.request()));
  }

  private static TokenRate or(@Nullable TokenRate rate, TokenRate otherwise) {
    return rate == null ? otherwise : rate;
  }

  private static <T> @Nullable T orNull(@Nullable T value, @Nullable T otherwise) {
    return value == null ? otherwise : value;
  }
}
