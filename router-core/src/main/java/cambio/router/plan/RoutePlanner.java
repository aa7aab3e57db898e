package cambio.router.plan;

import cambio.router.plan.Exclusion.Filter;
import cambio.router.plan.RoutePreferences.Sort;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides who may serve a request, and in which order. A pure function of its arguments: no clock,
 * no network, no lock. Safe to use from any thread, if the random generator of the context is.
 */
public final class RoutePlanner {

  private final RoutingPolicy policy;

  /** A planner under an operator's policy. */
  public RoutePlanner(RoutingPolicy policy) {
    this.policy = policy;
  }

  /**
   * Plans one request.
   *
   * <p>An endpoint with several credentials is a candidate once with each, one behind the other.
   *
   * @return a plan; without candidates where nothing is left (see {@link PlanRefusal})
   * @throws cambio.spi.FailureException NOT_FOUND for an unknown model, INVALID_REQUEST for
   *     preferences that are wrong in themselves; the field is named as in the {@code provider}
   *     object, and the models as {@code model} and {@code models[0]} for the first fallback
   */
  public RoutePlan plan(
      RouteRequest request, RequestTraits traits, Principal principal, PlanContext context) {
    RoutePreferences preferences = request.preferences();
    new PreferenceCheck(context.catalog()).check(preferences);
    List<WantedModel> models =
        new ModelResolver(context.catalog()).resolve(request.models(), policy.maxFallbackModels());
    FirstPlace firstPlace = FirstPlace.NOBODY;
    List<Exclusion> exclusions = new ArrayList<>();
    List<Ranked> ranked = new ArrayList<>();
    List<Contender> together = new ArrayList<>();
    Inquiry first = Inquiry.of(models.getFirst(), request, traits, principal, context);
    boolean acrossModels = preferences.sort() != null && preferences.sort().acrossModels();
    for (WantedModel model : models) {
      Inquiry inquiry =
          model == models.getFirst()
              ? first
              : Inquiry.of(model, request, traits, principal, context);
      List<Contender> contenders =
          new Shortlist(inquiry, policy.unknownPrice(), exclusions).contenders();
      if (acrossModels) {
        together.addAll(contenders);
      } else {
        List<Ranked> own =
            Arrangement.arrange(ranking(inquiry).rank(contenders, context.random()), inquiry);
        firstPlace = ranked.isEmpty() ? FirstPlace.of(own) : firstPlace;
        ranked.addAll(own);
      }
    }
    if (acrossModels) {
      ranked.addAll(Arrangement.arrange(ranking(first).rank(together, context.random()), first));
      firstPlace = FirstPlace.of(ranked);
    }
    List<Candidate> candidates = candidates(ranked, firstPlace, preferences, exclusions);
    String strategy = first.order().isEmpty() ? ranking(first).strategyName() : "order";
    return new RoutePlan(
        request.models(),
        strategy,
        candidates,
        exclusions,
        context.catalog().version(),
        new RoutePlan.Basis(traits.expectedUsage(), traits.images(), context.now()),
        notes(request.notes(), models));
  }

  /** What the caller says in {@code sort}, else by a variant, else the operator. */
  private Ranking ranking(Inquiry inquiry) {
    Sort sort = inquiry.preferences().sort();
    if (sort != null) {
      return switch (sort.by()) {
        case PRICE -> Ranking.cheapest();
        case THROUGHPUT -> Ranking.fastest();
        case LATENCY -> Ranking.promptest();
        case EXACTO -> Ranking.soundest();
        case BALANCED -> Ranking.balanced();
      };
    }
    Variant variant = inquiry.wanted().sorting();
    if (variant != null) {
      return switch (variant) {
        case FLOOR -> Ranking.cheapest();
        case NITRO -> Ranking.fastest();
        case EXACTO -> Ranking.soundest();
        case FREE, BATCH, THINKING, EXTENDED, ONLINE ->
            throw new IllegalStateException(variant + " does not sort");
      };
    }
    return switch (policy.strategy()) {
      case PRICE -> Ranking.priceLottery();
      case BALANCED -> Ranking.balanced();
      case THROUGHPUT -> Ranking.fastest();
      case LATENCY -> Ranking.promptest();
    };
  }

  private static List<Candidate> candidates(
      List<Ranked> ranked,
      FirstPlace firstPlace,
      RoutePreferences preferences,
      List<Exclusion> exclusions) {
    boolean firstOnly = !preferences.allowFallbacks() && preferences.order().isEmpty();
    List<Candidate> candidates = new ArrayList<>(ranked.size());
    for (int i = 0; i < ranked.size(); i++) {
      Ranked one = ranked.get(i);
      Contender contender = one.contender();
      if (firstOnly && one != ranked.getFirst()) {
        exclusions.add(
            new Exclusion(
                contender.endpoint().id(),
                Filter.ORDER_WITHOUT_FALLBACKS,
                "fallbacks are off, and another endpoint came first"));
        continue;
      }
      double share = firstPlace.share(one, i);
      int equals = Credentials.equalCount(contender.credentials());
      for (int j = 0; j < contender.credentials().size(); j++) {
        CredentialRef credential = contender.credentials().get(j);
        candidates.add(
            new Candidate(
                contender.endpoint(),
                credential.id(),
                credential.owner(),
                contender.price(),
                one.parts(),
                j < equals ? share / equals : 0));
      }
    }
    return candidates;
  }

  private static RouteNotes notes(RouteNotes before, List<WantedModel> models) {
    RouteNotes notes = before;
    for (WantedModel model : models) {
      if (model.alias() != null) {
        notes =
            notes.and(
                new RouteNotes.Step(
                    "alias",
                    "~" + model.alias(),
                    "~%s stands for %s".formatted(model.alias(), model.model().slug())));
      }
    }
    return notes;
  }
}
