package cambio.server.routing;

import cambio.router.auto.AutoChooser;
import cambio.router.auto.AutoChooser.Market;
import cambio.router.auto.TaskCategory;
import cambio.router.auto.TaskClassifier;
import cambio.router.auto.TaskClassifier.Classification;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.money.Money;
import cambio.router.plan.Candidate;
import cambio.router.plan.PlanContext;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RouteNotes;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RouteRequest;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.HealthFeed;
import cambio.server.execution.RoutingFacts;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.request.ReasoningOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts a model in the place of {@code cambio/auto}. Calls that name another are left alone. */
public final class AutoPreparer implements CallPreparer {

  /** The model that is none. */
  public static final String MODEL = AutoChooser.MODEL;

  private static final int MOST_MODELS = 4;

  private final Supplier<RoutingFacts> facts;
  private final HealthFeed health;
  private final InstantSource clock;
  private final Supplier<RandomGenerator> random;
  private final TaskClassifier classifier;
  private final AutoChooser chooser;

  /**
   * A preparer.
   *
   * @param facts of the moment
   * @param random a generator that the calling thread may use
   */
  public AutoPreparer(
      Supplier<RoutingFacts> facts,
      HealthFeed health,
      InstantSource clock,
      Supplier<RandomGenerator> random,
      TaskClassifier classifier,
      AutoChooser chooser) {
    this.facts = facts;
    this.health = health;
    this.clock = clock;
    this.random = random;
    this.classifier = classifier;
    this.chooser = chooser;
  }

  @Override
  public GenerationCall prepare(GenerationCall call) {
    List<String> models = call.route().models();
    int place = place(models);
    return place < 0 ? call : chosen(call, place, variants(models.get(place)));
  }

  private static int place(List<String> models) {
    for (int i = 0; i < models.size(); i++) {
      String name = models.get(i);
      if (name.regionMatches(true, 0, MODEL, 0, MODEL.length())
          && (name.length() == MODEL.length() || name.charAt(MODEL.length()) == ':')) {
        return i;
      }
    }
    return -1;
  }

  private static String variants(String name) {
    return name.substring(MODEL.length());
  }

  private GenerationCall chosen(GenerationCall call, int place, String variants) {
    RouteRequest route = call.route();
    RoutingFacts now = facts.get();
    AutoChooser.Choice choice =
        chooser.choose(
            task(call),
            route.wishes().auto(),
            effort(call.request().reasoning()),
            market(call, now, variants),
            now.catalog().models().stream().map(Model::slug).toList());
    if (choice == null) {
      throw new FailureException(
          Failure.of(
                  FailureKind.NO_ENDPOINT,
                  "model: no model that cambio/auto may choose has an endpoint that may serve this"
                      + " request; widen auto.allowed_models or the provider preferences, or"
                      + " configure a provider's credential")
              .withField("model"));
    }
    List<String> models = new ArrayList<>(route.models().subList(0, place));
    models.add(choice.choice().chosenModel() + variants);
    choice.fallbacks().forEach(fallback -> models.add(fallback + variants));
    models.addAll(route.models().subList(place + 1, route.models().size()));
    RouteNotes notes =
        route
            .notes()
            .and(new RouteNotes.Step("auto", MODEL, "chose " + choice.choice().chosenModel()))
            .with(choice.choice());
    return new GenerationCall(
        call.request(),
        route.withModels(models.subList(0, Math.min(models.size(), MOST_MODELS))).withNotes(notes),
        call.delivery(),
        call.context());
  }

  private Classification task(GenerationCall call) {
    String named = call.route().wishes().auto().category();
    TaskCategory category = named == null ? null : TaskCategory.named(named);
    return category == null
        ? classifier.classify(TaskText.of(call.request()))
        : new Classification(category, 1);
  }

  private static @Nullable String effort(@Nullable ReasoningOptions reasoning) {
    return reasoning == null || reasoning.effort() == null
        ? null
        : reasoning.effort().name().toLowerCase(Locale.ROOT);
  }

  /** What each model offers, by a plan for it alone; each is asked once. */
  private Market market(GenerationCall call, RoutingFacts now, String variants) {
    RequestTraits traits = RequestTraits.of(call.request());
    PlanContext context =
        new PlanContext(
            now.catalog(), health.snapshot(), now.availability(), clock.instant(), random.get());
    RouteRequest ruled = now.rules().apply(call.route(), call.context().principal());
    Map<String, Market.Offer> known = new HashMap<>();
    return model ->
        known.computeIfAbsent(
            model,
            slug -> {
              if (!reachable(slug, now)) {
                return Market.Offer.NONE;
              }
              RoutePlan plan =
                  now.planner()
                      .plan(
                          ruled.withModels(List.of(slug + variants)),
                          traits,
                          call.context().principal(),
                          context);
              return offer(plan);
            });
  }

  /** Saves planning for the many models that nobody here has a credential for. */
  private static boolean reachable(String slug, RoutingFacts now) {
    CatalogSnapshot catalog = now.catalog();
    for (Endpoint endpoint : catalog.endpoints(slug)) {
      if (!now.availability().credentialsOf(endpoint.provider()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static Market.Offer offer(RoutePlan plan) {
    Money least = null;
    for (Candidate candidate : plan.candidates()) {
      Money cost = plan.estimatedCost(candidate);
      if (cost != null && (least == null || cost.nanos() < least.nanos())) {
        least = cost;
      }
    }
    return new Market.Offer(!plan.candidates().isEmpty(), least);
  }
}
