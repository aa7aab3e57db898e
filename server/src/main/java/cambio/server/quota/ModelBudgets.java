package cambio.server.quota;

import cambio.router.plan.Candidate;
import cambio.router.plan.Exclusion;
import cambio.router.plan.Exclusion.Filter;
import cambio.router.plan.RoutePlan;
import cambio.router.quota.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Budgets of models among those that a call may fall back on: a model whose own budget is used up
 * is left out, and the others serve. Pure.
 */
final class ModelBudgets {

  private ModelBudgets() {}

  /** The models that may answer, in the order in which they are asked first. */
  static List<String> models(RoutePlan plan) {
    Set<String> models = new LinkedHashSet<>();
    for (Candidate candidate : plan.candidates()) {
      models.add(candidate.endpoint().model());
    }
    return List.copyOf(models);
  }

  /** Whether the budgets of more models than one are among the lines. */
  static boolean several(List<SpendLine> lines) {
    String first = null;
    for (SpendLine line : lines) {
      if (line.scope() == Scope.MODEL) {
        if (first != null && !first.equals(line.subject())) {
          return true;
        }
        first = line.subject();
      }
    }
    return false;
  }

  /** The model whose own budget refuses, where the plan has others; null where that is not so. */
  static @Nullable String refusing(LeaseAnswer answer, List<SpendLine> lines, RoutePlan plan) {
    if (!(answer instanceof LeaseAnswer.SpendRefused refused)
        || lines.get(refused.line()).scope() != Scope.MODEL) {
      return null;
    }
    List<String> models = models(plan);
    String subject = lines.get(refused.line()).subject();
    return models.size() < 2
        ? null
        : models.stream().filter(model -> subject.endsWith("/" + model)).findFirst().orElse(null);
  }

  /** The plan without a model. */
  static RoutePlan without(RoutePlan plan, String model) {
    List<Candidate> kept = new ArrayList<>(plan.candidates().size());
    List<Exclusion> exclusions = new ArrayList<>(plan.exclusions());
    for (Candidate candidate : plan.candidates()) {
      if (candidate.endpoint().model().equals(model)) {
        String detail = "the budget of model " + model + " does not afford this call";
        exclusions.add(new Exclusion(candidate.endpoint().id(), Filter.BUDGET, detail));
      } else {
        kept.add(candidate);
      }
    }
    return Affordable.narrowed(plan, kept, exclusions);
  }
}
