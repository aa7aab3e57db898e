package cambio.server.tenant;

import cambio.router.plan.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Makes, finds and changes organisations, and what is in them, for whoever may. Works like {@link
 * KeyAdmin}.
 */
public final class OrganizationAdmin {

  private final TenantDesk desk;

  /**
   * An administration.
   *
   * @param random makes ids
   * @param changed called after every change, before it is answered
   */
  public OrganizationAdmin(
      TenantStore store, RandomGenerator random, InstantSource clock, Runnable changed) {
    this.desk = new TenantDesk(store, random, clock, changed);
  }

  /** The workspaces of organisations. */
  public WorkspaceAdmin workspaces() {
    return new WorkspaceAdmin(desk);
  }

  /** The people of organisations. */
  public MemberAdmin members() {
    return new MemberAdmin(desk);
  }

  /**
   * Makes an organisation and its default workspace.
   *
   * @param id empty for one that is made
   */
  public Organization create(
      Administrator by, String id, String name, boolean disabled, TenantRules rules) {
    if (!by.isOperator()) {
      throw Refusals.denied(
          "Only the operator makes organisations: with a management key of the organisation and"
              + " workspace named default.");
    }
    Instant now = desk.now();
    Organization made =
        new Organization(id.isEmpty() ? desk.newId("org-") : id, name, disabled, rules, now, now);
    return desk.change(
        made.id(),
        tenants -> {
          if (tenants.organizations().find(made.id()) != null) {
            throw Reach.exists("id", "an organisation", made.id());
          }
          tenants.organizations().put(made);
          tenants
              .workspaces()
              .put(
                  new Workspace(
                      made.id(), Principal.DEFAULT, "Default", false, TenantRules.NONE, now, now));
          return made;
        });
  }

  /** One organisation. */
  public Organization get(Administrator by, String id) {
    return desk.read(tenants -> Reach.seen(by, id, "id", tenants));
  }

  /** Organisations with an id behind {@code after}. */
  public List<Organization> list(Administrator by, String after, int limit) {
    return desk.read(tenants -> {
      String only = by.organizationOnly();
      if (only == null) {
        return tenants.organizations().list(after, limit);
      }
      Organization own = only.compareTo(after) > 0 ? tenants.organizations().find(only) : null;
      return own == null ? List.of() : List.of(own);
    });
  }

  /** Changes an organisation; whether it is disabled only the operator decides. */
  public Organization update(Administrator by, String id, UnaryOperator<Organization> change) {
    return desk.change(
        id,
        tenants -> {
          Organization before = Reach.managed(by, id, "id", tenants);
          Organization after = change.apply(before);
          if (before.disabled() != after.disabled() && !by.isOperator()) {
            throw Refusals.denied("Only the operator disables and enables an organisation.");
          }
          Organization updated =
              after.with(after.name(), after.disabled(), after.rules(), desk.now());
          tenants.organizations().put(updated);
          return updated;
        });
  }
}
