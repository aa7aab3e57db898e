package cambio.server.tenant;

import cambio.router.plan.Principal;
import cambio.spi.FailureKind;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes, finds and changes workspaces, for whoever may. Works like {@link KeyAdmin}. */
public final class WorkspaceAdmin {

  private final TenantDesk desk;

  WorkspaceAdmin(TenantDesk desk) {
    this.desk = desk;
  }

  /**
   * Makes a workspace.
   *
   * @param id empty for one that is made
   */
  public Workspace create(
      Administrator by,
      String organization,
      String id,
      String name,
      boolean disabled,
      TenantRules rules) {
    Instant now = desk.now();
    Workspace made =
        new Workspace(
            organization, id.isEmpty() ? desk.newId("ws-") : id, name, disabled, rules, now, now);
    return desk.change(
        organization,
        tenants -> {
          Reach.managed(by, organization, "organization_id", tenants);
          if (tenants.workspaces().used(organization, made.id())) {
            throw Reach.exists("id", "a workspace (perhaps a deleted one)", made.id());
          }
          tenants.workspaces().put(made);
          return made;
        });
  }

  /** One workspace. */
  public Workspace get(Administrator by, String organization, String id) {
    return desk.read(tenants -> Reach.reached(by, organization, id, tenants));
  }

  /** Workspaces with an id behind {@code after}. */
  public List<Workspace> list(Administrator by, String organization, String after, int limit) {
    return desk.read(tenants -> {
      Reach.seen(by, organization, "organization_id", tenants);
      String only = by.isOperator() ? null : by.workspaceOnly();
      if (only == null) {
        return tenants.workspaces().list(organization, after, limit);
      }
      Workspace own =
          only.compareTo(after) > 0 ? tenants.workspaces().find(organization, only) : null;
      return own == null ? List.of() : List.of(own);
    });
  }

  /** Changes a workspace. */
  public Workspace update(
      Administrator by, String organization, String id, UnaryOperator<Workspace> change) {
    return desk.change(
        organization,
        tenants -> {
          Workspace after = change.apply(Reach.reached(by, organization, id, tenants));
          Workspace updated = after.with(after.name(), after.disabled(), after.rules(), desk.now());
          tenants.workspaces().put(updated);
          return updated;
        });
  }

  /** Deletes a workspace and revokes its keys. */
  public Workspace delete(Administrator by, String organization, String id) {
    return desk.change(
        organization,
        tenants -> {
          Workspace workspace = Reach.reached(by, organization, id, tenants);
          Reach.requireManaged(by, organization);
          if (id.equals(Principal.DEFAULT)) {
            throw Refusals.of(
                FailureKind.FAILED_PRECONDITION,
                "id",
                "The default workspace cannot be deleted. Disable it, or delete another one.");
          }
          Instant now = desk.now();
          TenantDesk.revoke(organization, id, null, now, tenants);
          tenants.workspaces().delete(organization, id, now);
          return workspace;
        });
  }
}
