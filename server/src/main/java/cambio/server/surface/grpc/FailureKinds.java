package cambio.server.surface.grpc;

import cambio.router.attempt.Blame;
import cambio.router.plan.CredentialRef;
import cambio.router.plan.Exclusion;
import cambio.v1.CredentialOwner;
import cambio.v1.FailureKind;
import cambio.v1.RouteFilter;

/** The contract's names of the core's enumerations. */
final class FailureKinds {

  private FailureKinds() {}

  /** The kind; the contract's names are the core's with a prefix, which a test makes sure of. */
  static FailureKind kind(cambio.spi.FailureKind kind) {
    return FailureKind.valueOf("FAILURE_KIND_" + kind.name());
  }

  /** The filter, likewise. */
  static RouteFilter filter(Exclusion.Filter filter) {
    return RouteFilter.valueOf("ROUTE_FILTER_" + filter.name());
  }

  /** Whose fault it is, likewise. */
  static cambio.v1.Blame blame(Blame blame) {
    return cambio.v1.Blame.valueOf("BLAME_" + blame.name());
  }

  static CredentialOwner owner(String owner) {
    return owner.equals(CredentialRef.OPERATOR)
        ? CredentialOwner.CREDENTIAL_OWNER_OPERATOR
        : CredentialOwner.CREDENTIAL_OWNER_ORGANIZATION;
  }
}
