package cambio.router.sticky;

import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.Tariff;
import cambio.router.plan.Candidate;
import cambio.router.plan.Candidate.ScorePart;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weighs whether a conversation stays where its prompt cache is. Pure functions; safe to use from
 * any thread.
 */
public final class Stickiness {

  /**
   * How long providers keep a cached prompt that is not used, where nothing longer was asked for.
   */
  public static final Duration USUAL_LIFE = Duration.ofMinutes(5);

  /** The same for prompts that were written to the cache for longer. */
  public static final Duration LONG_LIFE = Duration.ofHours(1);

  private Stickiness() {}

  /**
   * The plan with the pinned endpoint first, where that is worth it: it is still in the plan, has
   * no fault that put it back, and with its cache this request costs no more there than where the
   * plan would send it.
   *
   * @param plan made without an order of the caller's own, which stickiness never overrules
   */
  public static RoutePlan apply(RoutePlan plan, Pin pin, RequestTraits traits, Instant now) {
    List<Candidate> pinned = new ArrayList<>();
    List<Candidate> others = new ArrayList<>(plan.candidates().size());
    for (Candidate candidate : plan.candidates()) {
      (candidate.endpoint().id().equals(pin.endpoint()) ? pinned : others).add(candidate);
    }
    if (pinned.isEmpty() || !pin.holds(now) || putBack(pinned.getFirst())) {
      return plan;
    }
    Candidate first = plan.candidates().getFirst();
    double stay = usd(pinned.getFirst(), traits, cachedPart(pin, traits), now);
    double leave = usd(first, traits, 0, now);
    boolean same = first.endpoint().id().equals(pin.endpoint());
    if (Double.isNaN(stay) || (!same && leave < stay)) {
      return plan;
    }
    // The account that holds the cache before the endpoint's others.
    pinned.sort((a, b) -> Boolean.compare(holds(b, pin), holds(a, pin)));
    List<Candidate> all = new ArrayList<>(plan.candidates().size());
    for (Candidate candidate : pinned) {
      all.add(holds(candidate, pin) ? explained(candidate, stay) : candidate.withShare(0));
    }
    // No lots are drawn where a conversation is held.
    others.forEach(candidate -> all.add(candidate.withShare(0)));
    return new RoutePlan(
        plan.requested(),
        plan.strategy(),
        all,
        plan.exclusions(),
        plan.catalogVersion(),
        plan.basis(),
        plan.notes());
  }

  private static boolean holds(Candidate candidate, Pin pin) {
    return candidate.credential().equals(pin.credential());
  }

  private static boolean putBack(Candidate candidate) {
    return candidate.score().stream().anyMatch(part -> part.name().equals("setback"));
  }

  private static double cachedPart(Pin pin, RequestTraits traits) {
    int prompt = traits.estimatedInputTokens();
    return prompt == 0 ? 0 : Math.min(1.0, (double) pin.promptTokens() / prompt);
  }

  /** What a request costs, estimated; {@link Double#NaN} where the price is unknown. */
  private static double usd(
      Candidate candidate, RequestTraits traits, double cachedPart, Instant now) {
    PriceVersion price = candidate.price();
    if (price == null || !Tariff.known(price)) {
      return Double.NaN;
    }
    return Tariff.estimateUsd(
        Tariff.effectiveRates(price, traits.estimatedInputTokens(), now),
        traits.expectedUsage(),
        cachedPart,
        traits.images());
  }

  private static Candidate explained(Candidate candidate, double stay) {
    List<ScorePart> parts = new ArrayList<>(candidate.score());
    parts.add(new ScorePart("sticky", stay, "USD with this conversation's prompt cache"));
    return new Candidate(
        candidate.endpoint(),
        candidate.credential(),
        candidate.credentialOwner(),
        candidate.price(),
        parts,
        1);
  }

  /** Whether an endpoint's cache saves anything: reading it costs less than sending the prompt. */
  public static boolean saves(Candidate candidate, RequestTraits traits, Instant now) {
    PriceVersion price = candidate.price();
    if (price == null || !Tariff.known(price)) {
      return false;
    }
    Rates rates = Tariff.effectiveRates(price, traits.estimatedInputTokens(), now);
    return rates.input() != null
        && rates.cacheRead() != null
        && rates.cacheRead().nanosPerMillion() < rates.input().nanosPerMillion();
  }

  /**
   * The pin after an answer: set (and its life begun anew) once the provider has shown that it
   * caches this conversation, or at the first answer where the caller named the conversation.
   *
   * @param before what held before; null for none
   * @param named whether the caller named the conversation
   * @return null where the conversation is not to be held anywhere
   */
  public static @Nullable Pin after(
      @Nullable Pin before,
      Candidate served,
      Usage usage,
      boolean named,
      RequestTraits traits,
      Instant now) {
    if (!saves(served, traits, now)) {
      return null;
    }
    boolean cached = usage.cachedInputTokens() > 0 || usage.cacheWriteTokens() > 0;
    boolean stays = before != null && before.endpoint().equals(served.endpoint().id());
    if (!cached && !named) {
      return stays ? before : null;
    }
    Duration life = usage.longCacheWriteTokens() > 0 ? LONG_LIFE : USUAL_LIFE;
    Instant until = now.plus(life);
    // A long-lived cache is not forgotten because a turn added only to the short-lived one.
    boolean longer = stays && before != null && before.expiresAt().isAfter(until);
    return new Pin(
        served.endpoint().id(),
        served.credential(),
        usage.inputTokens(),
        longer && before != null ? before.expiresAt() : until);
  }
}
