package cambio.server.content;

import cambio.router.plan.Principal;
import org.jspecify.annotations.Nullable;

/** Whose content it is. One tenant never reads, replaces or removes what is another's. */
public record Tenant(String organization, String workspace) {

  /**
   * The tenant for which something may be kept.
   *
   * @param zeroRetention whether the call, or the operator, wants nothing to be kept
   * @return null where nothing may be kept
   */
  public static @Nullable Tenant keeping(Principal principal, boolean zeroRetention) {
    return zeroRetention ? null : new Tenant(principal.organization(), principal.workspace());
  }

  /** One text that no other tenant has, whatever the parts hold. */
  String name() {
    return organization.length() + ":" + organization + "/" + workspace;
  }
}
