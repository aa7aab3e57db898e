package cambio.router.plan;

import cambio.router.catalog.Endpoint;
import cambio.router.health.Breaker;
import cambio.router.health.EndpointHealth;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.Tariff;
import cambio.router.plan.Exclusion.Filter;
import cambio.router.plan.RoutePreferences.MaxPrice;
import cambio.router.plan.RoutingPolicy.UnknownPrice;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leads the endpoints of one wanted model through all filters: those that look at one endpoint
 * alone, those that compare, those of price, those of health.
 */
final class Shortlist {

  private final Inquiry inquiry;
  private final Usage expected;
  private final UnknownPrice unknownPrice;
  private final List<Exclusion> exclusions;

  /**
   * A shortlist.
   *
   * @param exclusions receives what is left out
   */
  Shortlist(Inquiry inquiry, UnknownPrice unknownPrice, List<Exclusion> exclusions) {
    this.inquiry = inquiry;
    this.expected = inquiry.traits().expectedUsage();
    this.unknownPrice = unknownPrice;
    this.exclusions = exclusions;
  }

  List<Contender> contenders() {
    String slug = inquiry.wanted().model().slug();
    List<Endpoint> all = inquiry.context().catalog().endpoints(slug);
    List<Endpoint> able = new ArrayList<>(all.size());
    for (Endpoint endpoint : all) {
      Exclusion exclusion = EndpointRules.exclusion(endpoint, inquiry);
      if (exclusion == null) {
        able.add(endpoint);
      } else {
        exclusions.add(exclusion);
      }
    }
    able = new Abilities(inquiry, exclusions).select(able);
    List<Priced> priced = new ArrayList<>(able.size());
    for (Endpoint endpoint : able) {
      Priced one = price(endpoint);
      if (one != null) {
        priced.add(one);
      }
    }
    List<Contender> contenders = new ArrayList<>(priced.size());
    boolean paidLeft = priced.stream().anyMatch(one -> !one.free());
    for (Priced one : priced) {
      Exclusion exclusion = priceExclusion(one, paidLeft);
      if (exclusion != null) {
        exclusions.add(exclusion);
      } else {
        addIfHealthy(one, contenders);
      }
    }
    return contenders;
  }

  private record Priced(Endpoint endpoint, @Nullable PriceVersion version, @Nullable Rates rates) {

    boolean free() {
      return rates != null && rates.free();
    }
  }

  private @Nullable Priced price(Endpoint endpoint) {
    PriceVersion version = endpoint.priceAt(inquiry.context().now());
    if (version == null || !Tariff.known(version)) {
      if (unknownPrice == UnknownPrice.REFUSE) {
        exclude(endpoint, Filter.PRICE_UNKNOWN, "its price is unknown");
        return null;
      }
      return new Priced(endpoint, null, null);
    }
    Rates rates =
        Tariff.effectiveRates(
            version, inquiry.traits().estimatedInputTokens(), inquiry.context().now());
    return new Priced(endpoint, version, rates);
  }

  private double usd(Priced priced, double cachedPart) {
    return priced.rates == null
        ? Double.NaN
        : Tariff.estimateUsd(priced.rates, expected, cachedPart, inquiry.traits().images());
  }

  private @Nullable Exclusion priceExclusion(Priced priced, boolean paidLeft) {
    Endpoint endpoint = priced.endpoint;
    MaxPrice max = inquiry.preferences().maxPrice();
    if (inquiry.wanted().has(Variant.FREE)) {
      if (!priced.free()) {
        return new Exclusion(
            endpoint.id(), Filter.VARIANT, "it is not free, and :free was asked for");
      }
    } else if (priced.free() && paidLeft && !asksForFree(endpoint, max)) {
      return new Exclusion(
          endpoint.id(), Filter.FREE_NOT_ASKED, "it is free, and :free was not asked for");
    }
    String tooDear = MaxPriceRule.objection(priced.rates, max);
    return tooDear == null ? null : new Exclusion(endpoint.id(), Filter.MAX_PRICE, tooDear);
  }

  private boolean asksForFree(Endpoint endpoint, MaxPrice max) {
    return inquiry.order().match(endpoint, true)
        || (max.prompt() != null && max.prompt().nanosPerMillion() == 0);
  }

  private void addIfHealthy(Priced priced, List<Contender> contenders) {
    Endpoint endpoint = priced.endpoint;
    Instant now = inquiry.context().now();
    EndpointHealth health = inquiry.context().health().endpoint(endpoint.id());
    Breaker breaker = health.breaker();
    if (!breaker.passes(now)) {
      exclude(endpoint, Filter.BREAKER_OPEN, "its circuit is open", now, breaker.until());
      return;
    }
    Credentials credentials = Credentials.of(endpoint, inquiry);
    if (credentials.usable().isEmpty()) {
      exclude(
          endpoint,
          Filter.COOLING_DOWN,
          "its credentials cool down after a refusal",
          now,
          credentials.coolUntil());
      return;
    }
    contenders.add(
        new Contender(
            endpoint,
            credentials.usable(),
            priced.version,
            usd(priced, 0),
            usd(priced, health.mediumTerm().cacheHitRate(BalancedRanking.PRIOR_SAMPLES)),
            health,
            Abilities.likelyFit(endpoint, inquiry)));
  }

  private void exclude(Endpoint endpoint, Filter filter, String detail) {
    exclusions.add(new Exclusion(endpoint.id(), filter, detail));
  }

  private void exclude(
      Endpoint endpoint, Filter filter, String detail, Instant now, @Nullable Instant until) {
    String sentence = until == null ? detail : detail + " until " + until;
    Duration wait = until == null ? null : Duration.between(now, until);
    exclusions.add(new Exclusion(endpoint.id(), filter, sentence, wait));
  }
}
