package cambio.router.plan;

import cambio.router.catalog.Endpoint;
import cambio.router.plan.Exclusion.Filter;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints can do with the parameters of a request.
 *
 * <p>With {@code require_parameters} an endpoint has to honour all of them. Without, unsupported
 * ones are dropped and reported, save for tools, response formats and verbosity: where some
 * endpoint of the model has them, those known to lack them are left out. A model never loses its
 * last endpoint by that.
 */
final class Abilities {

  private static final List<Parameter> PREFERRED =
      List.of(
          Parameter.TOOLS,
          Parameter.RESPONSE_FORMAT,
          Parameter.STRUCTURED_OUTPUTS,
          Parameter.VERBOSITY);

  /** What cannot be dropped without making something else. */
  private static final List<Parameter> INDISPENSABLE =
      List.of(Parameter.DIMENSIONS, Parameter.TOKEN_INPUT);

  private final Inquiry inquiry;
  private final List<Exclusion> exclusions;

  Abilities(Inquiry inquiry, List<Exclusion> exclusions) {
    this.inquiry = inquiry;
    this.exclusions = exclusions;
  }

  List<Endpoint> select(List<Endpoint> endpoints) {
    List<Endpoint> left = endpoints;
    if (inquiry.preferences().requireParameters()) {
      left = required(left);
    }
    for (Parameter parameter : PREFERRED) {
      if (inquiry.traits().parameters().contains(parameter)) {
        left = preferred(left, parameter);
      }
    }
    for (Parameter parameter : INDISPENSABLE) {
      if (inquiry.traits().parameters().contains(parameter)) {
        left = able(left, parameter);
      }
    }
    return left;
  }

  private List<Endpoint> able(List<Endpoint> endpoints, Parameter parameter) {
    List<Endpoint> left = new ArrayList<>(endpoints.size());
    for (Endpoint endpoint : endpoints) {
      if (fit(parameter, endpoint, inquiry) == ParameterFit.NO) {
        exclude(endpoint, parameter, ", which was asked for");
      } else {
        left.add(endpoint);
      }
    }
    return left;
  }

  /** Whether it is known to have every ability that the request asks for. */
  static boolean likelyFit(Endpoint endpoint, Inquiry inquiry) {
    for (Parameter parameter : PREFERRED) {
      if (inquiry.traits().parameters().contains(parameter)
          && fit(parameter, endpoint, inquiry) != ParameterFit.YES) {
        return false;
      }
    }
    return true;
  }

  private List<Endpoint> required(List<Endpoint> endpoints) {
    List<Endpoint> left = new ArrayList<>(endpoints.size());
    for (Endpoint endpoint : endpoints) {
      Parameter lacking = lacking(endpoint);
      if (lacking == null) {
        left.add(endpoint);
      } else {
        exclude(endpoint, lacking, ", and provider.require_parameters is set");
      }
    }
    return left;
  }

  private @Nullable Parameter lacking(Endpoint endpoint) {
    for (Parameter parameter : inquiry.traits().parameters()) {
      if (ParameterFit.isForRouter(parameter)) {
        continue;
      }
      ParameterFit fit = fit(parameter, endpoint, inquiry);
      if (fit == ParameterFit.NO
          || (fit == ParameterFit.UNKNOWN && ParameterFit.isAbility(parameter))) {
        return parameter;
      }
    }
    return null;
  }

  private List<Endpoint> preferred(List<Endpoint> endpoints, Parameter parameter) {
    List<Endpoint> left = new ArrayList<>(endpoints.size());
    for (Endpoint endpoint : endpoints) {
      if (fit(parameter, endpoint, inquiry) != ParameterFit.NO) {
        left.add(endpoint);
      }
    }
    if (left.isEmpty() || left.size() == endpoints.size()) {
      return endpoints;
    }
    for (Endpoint endpoint : endpoints) {
      if (!left.contains(endpoint)) {
        exclude(endpoint, parameter, "; other endpoints of the model do");
      }
    }
    return left;
  }

  private void exclude(Endpoint endpoint, Parameter parameter, String why) {
    Filter filter = parameter == Parameter.TOOLS ? Filter.TOOLS : Filter.PARAMETERS;
    exclusions.add(
        new Exclusion(
            endpoint.id(), filter, "is not known to support " + parameter.wireName() + why));
  }

  private static ParameterFit fit(Parameter parameter, Endpoint endpoint, Inquiry inquiry) {
    ParameterTable dialect = inquiry.context().availability().table(endpoint);
    return dialect == null ? ParameterFit.NO : ParameterFit.of(parameter, endpoint, dialect);
  }
}
