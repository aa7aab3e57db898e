package cambio.server.tenant;

import cambio.router.plan.Principal;
import org.jspecify.annotations.Nullable;

/**
 * How far a management key reaches: its own workspace; its whole organisation, where its workspace
 * is the default one; or everything, where its organisation is the default one, too: that is the
 * operator, who runs the router.
 *
 * @param organization its own
 * @param workspace its own
 */
public record Administrator(String organization, String workspace) {

  /** Who runs the router; also the command line. */
  public static final Administrator OPERATOR =
      new Administrator(Principal.DEFAULT, Principal.DEFAULT);

  /** The reach of a key that is known to be for management. */
  public static Administrator of(Principal principal) {
    return new Administrator(principal.organization(), principal.workspace());
  }

  /** Whether it reaches everything. */
  public boolean isOperator() {
    return equals(OPERATOR);
  }

  /** Whether it reaches all of an organisation. */
  public boolean manages(String anOrganization) {
    return isOperator()
        || organization.equals(anOrganization) && workspace.equals(Principal.DEFAULT);
  }

  /** Whether it reaches a workspace. */
  public boolean manages(String anOrganization, String aWorkspace) {
    return manages(anOrganization)
        || organization.equals(anOrganization) && workspace.equals(aWorkspace);
  }

  /** Whether it may know that an organisation exists. */
  boolean sees(String anOrganization) {
    return isOperator() || organization.equals(anOrganization);
  }

  /** The one organisation that its lists are bound to; null for none. */
  @Nullable String organizationOnly() {
    return isOperator() ? null : organization;
  }

  /** The one workspace that its lists are bound to; null for none. */
  @Nullable String workspaceOnly() {
    return workspace.equals(Principal.DEFAULT) ? null : workspace;
  }
}
