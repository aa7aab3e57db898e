package cambio.server.tenant;

import cambio.spi.FailureKind;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Adds, lists, changes and removes people, for whoever may. Works like {@link KeyAdmin}. */
public final class MemberAdmin {

  private final TenantDesk desk;

  MemberAdmin(TenantDesk desk) {
    this.desk = desk;
  }

  /** Adds a person. */
  public Member create(Administrator by, Member member) {
    return desk.change(
        member.organization(),
        tenants -> {
          Reach.managed(by, member.organization(), "organization_id", tenants);
          if (tenants.members().find(member.organization(), member.id()) != null) {
            throw Reach.exists("id", "a member", member.id());
          }
          requireWorkspaces(member, tenants);
          Member added =
              new Member(
                  member.organization(),
                  member.id(),
                  member.name(),
                  member.email(),
                  member.role(),
                  member.workspaces(),
                  member.rules(),
                  desk.now());
          tenants.members().put(added);
          return added;
        });
  }

  /**
   * Members with an id behind {@code after}.
   *
   * @param workspace only of this one; null for all
   */
  public List<Member> list(
      Administrator by, String organization, @Nullable String workspace, String after, int limit) {
    return desk.read(tenants -> {
      Reach.managed(by, organization, "organization_id", tenants);
      if (workspace != null && tenants.workspaces().find(organization, workspace) == null) {
        throw Refusals.notFound("workspace_id", "workspace", workspace);
      }
      return tenants.members().list(organization, workspace, after, limit);
    });
  }

  /** Changes a member. */
  public Member update(
      Administrator by, String organization, String id, UnaryOperator<Member> change) {
    return desk.change(
        organization,
        tenants -> {
          Member before = Reach.person(by, organization, id, tenants);
          Member after = change.apply(before);
          requireWorkspaces(after, tenants);
          if (before.role() == MemberRole.ADMIN && after.role() != MemberRole.ADMIN) {
            requireOtherAdmin(organization, "role", tenants);
          }
          tenants.members().put(after);
          return after;
        });
  }

  /** Removes a member and revokes the keys that were created for it. */
  public Member delete(Administrator by, String organization, String id) {
    return desk.change(
        organization,
        tenants -> {
          Member member = Reach.person(by, organization, id, tenants);
          if (member.role() == MemberRole.ADMIN) {
            requireOtherAdmin(organization, "id", tenants);
          }
          TenantDesk.revoke(organization, null, id, desk.now(), tenants);
          tenants.members().delete(organization, id);
          return member;
        });
  }

  private static void requireOtherAdmin(
      String organization, String field, TenantStore.Tenants tenants) {
    if (tenants.members().admins(organization) < 2) {
      throw Refusals.of(
          FailureKind.FAILED_PRECONDITION,
          field,
          "No admin would be left. Make another member an admin first.");
    }
  }

  private static void requireWorkspaces(Member member, TenantStore.Tenants tenants) {
    for (String workspace : member.workspaces()) {
      if (tenants.workspaces().find(member.organization(), workspace) == null) {
        throw Refusals.notFound("workspace_ids", "workspace", workspace);
      }
    }
  }
}
