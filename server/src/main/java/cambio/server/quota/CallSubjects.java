package cambio.server.quota;

import cambio.router.ledger.Spender;
import cambio.router.plan.Principal;
import cambio.router.quota.QuotaRules;
import cambio.router.quota.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who uses something, by the names that counters and the ledger know it under.
 *
 * @param spender with the model of the first candidate
 */
record CallSubjects(Spender spender) {

  static CallSubjects of(Principal principal, String model) {
    return new CallSubjects(Spender.of(principal).using(model));
  }

  /** The budget root: the workspace. */
  String root() {
    return String.valueOf(spender.subject(Scope.WORKSPACE));
  }

  /** The subject in a scope; null where the call has none. */
  @Nullable String in(Scope scope) {
    return spender.subject(scope);
  }

  /** Whether a rule's subject means this call; a name may be given as it is or nested. */
  boolean matches(Scope scope, String ruled) {
    String nested = in(scope);
    return nested != null
        && (ruled.equals(QuotaRules.EACH) || ruled.equals(nested) || ruled.equals(plain(scope)));
  }

  private @Nullable String plain(Scope scope) {
    return switch (scope) {
      case KEY -> spender.keyId();
      case ORGANIZATION -> spender.organization();
      case WORKSPACE -> spender.workspace();
      case MEMBER -> spender.member();
      case MODEL -> spender.model();
      case END_USER -> spender.endUser();
    };
  }
}
