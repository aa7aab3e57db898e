package cambio.router.plan;

/**
 * What stands above callers: the defaults and ceilings of the router, of an organisation and of a
 * workspace. Safe from any thread; never blocks, wherever the rules come from.
 */
@FunctionalInterface
public interface RouteRules {

  /** The caller's request under the rules for it: filled up with defaults, bounded by ceilings. */
  RouteRequest apply(RouteRequest caller, Principal principal);

  /** No rules. */
  static RouteRules none() {
    return (caller, principal) -> caller;
  }
}
