package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.money.Money;
import cambio.v1.Candidate;
import cambio.v1.Exclusion;
import cambio.v1.FilterCount;
import cambio.v1.RoutePlan;
import cambio.v1.RouteStep;
import cambio.v1.ScorePart;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a route: who, in which order, and why not the others. */
final class PlanWriter {

  private final CatalogSnapshot catalog;

  PlanWriter(CatalogSnapshot catalog) {
    this.catalog = catalog;
  }

  RoutePlan write(cambio.router.plan.RoutePlan plan) {
    RoutePlan.Builder written =
        RoutePlan.newBuilder()
            .setStrategy(plan.strategy())
            .setCatalogVersion(plan.catalogVersion())
            .addAllRequestedModels(plan.requested())
            .setEstimatedInputTokens(plan.basis().usage().inputTokens())
            .setEstimatedOutputTokens(plan.basis().usage().outputTokens())
            .addAllRelax(filters(plan));
    for (int i = 0; i < plan.candidates().size(); i++) {
      written.addCandidates(candidate(plan, i));
    }
    plan.notes().steps().forEach(step -> written.addSteps(step(step)));
    if (plan.notes().auto() != null) {
      written.setAuto(AutoChoiceWriter.write(plan.notes().auto()));
    }
    if (!plan.exclusions().isEmpty()) {
      Map<String, Endpoint> endpoints = endpoints();
      plan.exclusions()
          .forEach(exclusion ->
              written.addExclusions(exclusion(exclusion, endpoints.get(exclusion.endpoint()))));
    }
    return written.build();
  }

  /** How many endpoints each filter removed, most first. */
  static List<FilterCount> filters(cambio.router.plan.RoutePlan plan) {
    Map<cambio.router.plan.Exclusion.Filter, Integer> counts =
        new EnumMap<>(cambio.router.plan.Exclusion.Filter.class);
    plan.exclusions().forEach(exclusion -> counts.merge(exclusion.filter(), 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(entry ->
            FilterCount.newBuilder()
                .setFilter(FailureKinds.filter(entry.getKey()))
                .setCount(entry.getValue())
                .build())
        .toList();
  }

  private static RouteStep step(cambio.router.plan.RouteNotes.Step step) {
    return RouteStep.newBuilder()
        .setType(step.type())
        .setName(step.name())
        .setSummary(step.summary())
        .build();
  }

  private static Candidate candidate(cambio.router.plan.RoutePlan plan, int place) {
    cambio.router.plan.Candidate candidate = plan.candidates().get(place);
    Endpoint endpoint = candidate.endpoint();
    Money cost = plan.estimatedCost(candidate);
    Candidate.Builder written =
        Candidate.newBuilder()
            .setEndpointId(endpoint.id())
            .setModel(endpoint.model())
            .setProvider(endpoint.provider())
            .setUpstreamModel(endpoint.upstreamModel())
            .setPriceVersion(candidate.price() == null ? "" : candidate.price().id())
            .setScore(place)
            .setShare(candidate.share())
            .setEstimatedCostUsd(cost == null ? "" : cost.toString())
            .setCredentialOwner(FailureKinds.owner(candidate.credentialOwner()));
    candidate
        .score()
        .forEach(part ->
            written.addScoreParts(
                ScorePart.newBuilder()
                    .setName(part.name())
                    .setValue(part.value())
                    .setDetail(part.detail())));
    return written.build();
  }

  private static Exclusion exclusion(
      cambio.router.plan.Exclusion exclusion, @Nullable Endpoint endpoint) {
    Exclusion.Builder written =
        Exclusion.newBuilder()
            .setEndpointId(exclusion.endpoint())
            .setFilter(FailureKinds.filter(exclusion.filter()))
            .setDetail(exclusion.detail());
    if (endpoint != null) {
      written.setModel(endpoint.model()).setProvider(endpoint.provider());
    }
    return written.build();
  }

  private Map<String, Endpoint> endpoints() {
    Map<String, Endpoint> byId = new HashMap<>();
    for (Model model : catalog.models()) {
      catalog.endpoints(model.slug()).forEach(endpoint -> byId.put(endpoint.id(), endpoint));
    }
    return byId;
  }
}
