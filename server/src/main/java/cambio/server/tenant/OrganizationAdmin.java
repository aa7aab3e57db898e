package cambio.server.tenant;

import cambio.router.plan.Principal;
import cambio.spi.FailureKind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes, finds and changes organisations, workspaces and members, for whoever may. Works like
 * {@link KeyAdmin}.
 */
public final class OrganizationAdmin {

  private static final int ID_BYTES = 6;

  private final TenantStore store;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Runnable changed;

  /**
   * An administration.
   *
   * @param random makes ids
   * @param changed called after every change, before it is answered
   */
  public OrganizationAdmin(
      TenantStore store, RandomGenerator random, InstantSource clock, Runnable changed) {
    this.store = store;
    this.random = random;
    this.clock = clock;
    this.changed = changed;
  }

  /**
   * Makes an organisation and its default workspace.
   *
   * @param id empty for one that is made
   */
  public Organization createOrganization(
      Administrator by, String id, String name, boolean disabled, TenantRules rules) {
    if (!by.isOperator()) {
      throw Refusals.denied(
          "Only the operator makes organisations: with a management key of the organisation and"
              + " workspace named default.");
    }
    Instant now = now();
    Organization made =
        new Organization(id.isEmpty() ? newId("org-") : id, name, disabled, rules, now, now);
    return change(
        made.id(),
        tenants -> {
          if (tenants.organizations().find(made.id()) != null) {
            throw exists("id", "an organisation", made.id());
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
  public Organization organization(Administrator by, String id) {
    return store.read(tenants -> seen(by, id, "id", tenants));
  }

  /** Organisations with an id behind {@code after}. */
  public List<Organization> organizations(Administrator by, String after, int limit) {
    return store.read(tenants -> {
      String only = by.organizationOnly();
      if (only == null) {
        return tenants.organizations().list(after, limit);
      }
      Organization own = only.compareTo(after) > 0 ? tenants.organizations().find(only) : null;
      return own == null ? List.of() : List.of(own);
    });
  }

  /** Changes an organisation; whether it is disabled only the operator decides. */
  public Organization updateOrganization(
      Administrator by, String id, UnaryOperator<Organization> change) {
    return change(
        id,
        tenants -> {
          Organization before = managed(by, id, "id", tenants);
          Organization after = change.apply(before);
          if (before.disabled() != after.disabled() && !by.isOperator()) {
            throw Refusals.denied("Only the operator disables and enables an organisation.");
          }
          Organization updated = after.with(after.name(), after.disabled(), after.rules(), now());
          tenants.organizations().put(updated);
          return updated;
        });
  }

  /**
   * Makes a workspace.
   *
   * @param id empty for one that is made
   */
  public Workspace createWorkspace(
      Administrator by,
      String organization,
      String id,
      String name,
      boolean disabled,
      TenantRules rules) {
    Instant now = now();
    Workspace made =
        new Workspace(
            organization, id.isEmpty() ? newId("ws-") : id, name, disabled, rules, now, now);
    return change(
        organization,
        tenants -> {
          managed(by, organization, "organization_id", tenants);
          if (tenants.workspaces().used(organization, made.id())) {
            throw exists("id", "a workspace (perhaps a deleted one)", made.id());
          }
          tenants.workspaces().put(made);
          return made;
        });
  }

  /** One workspace. */
  public Workspace workspace(Administrator by, String organization, String id) {
    return store.read(tenants -> reached(by, organization, id, tenants));
  }

  /** Workspaces with an id behind {@code after}. */
  public List<Workspace> workspaces(
      Administrator by, String organization, String after, int limit) {
    return store.read(tenants -> {
      seen(by, organization, "organization_id", tenants);
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
  public Workspace updateWorkspace(
      Administrator by, String organization, String id, UnaryOperator<Workspace> change) {
    return change(
        organization,
        tenants -> {
          Workspace after = change.apply(reached(by, organization, id, tenants));
          Workspace updated = after.with(after.name(), after.disabled(), after.rules(), now());
          tenants.workspaces().put(updated);
          return updated;
        });
  }

  /** Deletes a workspace and revokes its keys. */
  public Workspace deleteWorkspace(Administrator by, String organization, String id) {
    return change(
        organization,
        tenants -> {
          Workspace workspace = reached(by, organization, id, tenants);
          requireManaged(by, organization);
          if (id.equals(Principal.DEFAULT)) {
            throw Refusals.of(
                FailureKind.FAILED_PRECONDITION,
                "id",
                "The default workspace cannot be deleted. Disable it, or delete another one.");
          }
          Instant now = now();
          revoke(organization, id, null, now, tenants);
          tenants.workspaces().delete(organization, id, now);
          return workspace;
        });
  }

  /** Adds a person. */
  public Member createMember(Administrator by, Member member) {
    return change(
        member.organization(),
        tenants -> {
          managed(by, member.organization(), "organization_id", tenants);
          if (tenants.members().find(member.organization(), member.id()) != null) {
            throw exists("id", "a member", member.id());
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
                  now());
          tenants.members().put(added);
          return added;
        });
  }

  /**
   * Members with an id behind {@code after}.
   *
   * @param workspace only of this one; null for all
   */
  public List<Member> members(
      Administrator by, String organization, @Nullable String workspace, String after, int limit) {
    return store.read(tenants -> {
      managed(by, organization, "organization_id", tenants);
      if (workspace != null && tenants.workspaces().find(organization, workspace) == null) {
        throw Refusals.notFound("workspace_id", "workspace", workspace);
      }
      return tenants.members().list(organization, workspace, after, limit);
    });
  }

  /** Changes a member. */
  public Member updateMember(
      Administrator by, String organization, String id, UnaryOperator<Member> change) {
    return change(
        organization,
        tenants -> {
          Member before = person(by, organization, id, tenants);
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
  public Member deleteMember(Administrator by, String organization, String id) {
    return change(
        organization,
        tenants -> {
          Member member = person(by, organization, id, tenants);
          if (member.role() == MemberRole.ADMIN) {
            requireOtherAdmin(organization, "id", tenants);
          }
          revoke(organization, null, id, now(), tenants);
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

  private static void revoke(
      String organization,
      @Nullable String workspace,
      @Nullable String creator,
      Instant now,
      TenantStore.Tenants tenants) {
    KeyQuery query =
        new KeyQuery(organization, workspace, null, creator, true, now, null, 0, Integer.MAX_VALUE);
    for (StoredKey key : tenants.keys().list(query)) {
      tenants.keys().delete(key.lineage(), now);
    }
  }

  private static Organization seen(
      Administrator by, String id, String field, TenantStore.Tenants tenants) {
    Organization found =
        by.sees(id) && FieldRules.isId(id) ? tenants.organizations().find(id) : null;
    if (found == null) {
      throw Refusals.notFound(field, "organisation", id);
    }
    return found;
  }

  private static Organization managed(
      Administrator by, String id, String field, TenantStore.Tenants tenants) {
    Organization found = seen(by, id, field, tenants);
    requireManaged(by, id);
    return found;
  }

  private static void requireManaged(Administrator by, String organization) {
    if (!by.manages(organization)) {
      throw Refusals.denied(
          "This management key reaches its own workspace only. Use one of the organisation's"
              + " default workspace.");
    }
  }

  private static Workspace reached(
      Administrator by, String organization, String id, TenantStore.Tenants tenants) {
    seen(by, organization, "organization_id", tenants);
    Workspace found =
        by.manages(organization, id) && FieldRules.isId(id)
            ? tenants.workspaces().find(organization, id)
            : null;
    if (found == null) {
      throw Refusals.notFound("id", "workspace", id);
    }
    return found;
  }

  private static Member person(
      Administrator by, String organization, String id, TenantStore.Tenants tenants) {
    managed(by, organization, "organization_id", tenants);
    Member found = FieldRules.isPlain(id) ? tenants.members().find(organization, id) : null;
    if (found == null) {
      throw Refusals.notFound("id", "member", id);
    }
    return found;
  }

  private static cambio.spi.FailureException exists(String field, String what, String id) {
    return Refusals.of(
        FailureKind.ALREADY_EXISTS,
        field,
        "There is " + what + " with the id \"" + id + "\" already. Choose another.");
  }

  private <T> T change(String organization, Function<TenantStore.Tenants, T> work) {
    T result =
        store.write(tenants -> {
          T done = work.apply(tenants);
          tenants.changes().note(organization, null);
          return done;
        });
    changed.run();
    return result;
  }

  private String newId(String prefix) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return prefix + HexFormat.of().formatHex(bytes);
  }

  /** As fine as the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
