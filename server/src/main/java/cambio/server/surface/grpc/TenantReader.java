package cambio.server.surface.grpc;

import cambio.router.plan.Principal;
import cambio.server.tenant.FieldRules;
import cambio.server.tenant.Member;
import cambio.server.tenant.MemberRole;
import cambio.server.tenant.Organization;
import cambio.server.tenant.TenantRules;
import cambio.server.tenant.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reads organisations, workspaces and members as callers write them. */
final class TenantReader {

  static final Set<String> ORGANIZATION = RulesReader.paths("name", "disabled");
  static final Set<String> WORKSPACE = RulesReader.paths("name", "disabled");
  static final Set<String> MEMBER = RulesReader.paths("name", "email", "role", "workspace_ids");

  private static final int EMAIL_MAX = 254;
  private static final int WORKSPACES_MAX = 200;

  private final Violations violations;
  private final FieldRules rules;
  private final Instant now;

  TenantReader(Violations violations, Instant now) {
    this.violations = violations;
    this.rules = new FieldRules(violations::add);
    this.now = now;
  }

  /** An organisation with what the mask says changed. */
  Organization organization(cambio.v1.Organization said, UpdateMask mask, Organization before) {
    return before.with(
        mask.has("name", !said.getName().isEmpty())
            ? name("organization.name", said.getName())
            : before.name(),
        mask.has("disabled", said.getDisabled()) ? said.getDisabled() : before.disabled(),
        new RulesReader("organization.rules", violations)
            .read(said.hasRules(), said.getRules(), mask, before.rules()),
        now);
  }

  /** An organisation to be made; its id may be empty. */
  Organization organization(cambio.v1.Organization said) {
    if (!said.getId().isEmpty()) {
      rules.id("organization.id", said.getId());
    }
    return organization(
        said,
        UpdateMask.everything(),
        new Organization(said.getId(), "", false, TenantRules.NONE, now, now));
  }

  /** A workspace with what the mask says changed. */
  Workspace workspace(cambio.v1.Workspace said, UpdateMask mask, Workspace before) {
    return before.with(
        mask.has("name", !said.getName().isEmpty())
            ? name("workspace.name", said.getName())
            : before.name(),
        mask.has("disabled", said.getDisabled()) ? said.getDisabled() : before.disabled(),
        new RulesReader("workspace.rules", violations)
            .read(said.hasRules(), said.getRules(), mask, before.rules()),
        now);
  }

  /** A workspace to be made; its id may be empty. */
  Workspace workspace(String organization, cambio.v1.Workspace said) {
    if (!said.getId().isEmpty()) {
      rules.id("workspace.id", said.getId());
    }
    return workspace(
        said,
        UpdateMask.everything(),
        new Workspace(organization, said.getId(), "", false, TenantRules.NONE, now, now));
  }

  /** A member with what the mask says changed. */
  Member member(cambio.v1.Member said, UpdateMask mask, Member before) {
    boolean named = mask.has("name", !said.getName().isEmpty());
    List<String> workspaces =
        mask.has("workspace_ids", said.getWorkspaceIdsCount() > 0)
            ? workspaces(said.getWorkspaceIdsList())
            : before.workspaces();
    return new Member(
        before.organization(),
        before.id(),
        !named
            ? before.name()
            : said.getName().isEmpty() ? before.id() : name("member.name", said.getName()),
        mask.has("email", !said.getEmail().isEmpty())
            ? rules.text("member.email", said.getEmail(), 0, EMAIL_MAX)
            : before.email(),
        mask.has("role", said.getRoleValue() != 0) ? role(said.getRole()) : before.role(),
        workspaces,
        new RulesReader("member.rules", violations)
            .read(said.hasRules(), said.getRules(), mask, before.rules()),
        before.createdAt());
  }

  /** A member to be added. */
  Member member(String organization, cambio.v1.Member said) {
    return member(
        said,
        UpdateMask.everything(),
        new Member(
            organization,
            rules.text("member.id", said.getId(), 1, FieldRules.USER_MAX),
            "",
            "",
            MemberRole.MEMBER,
            List.of(),
            TenantRules.NONE,
            now));
  }

  private String name(String field, String name) {
    return rules.text(field, name, 1, FieldRules.NAME_MAX);
  }

  private List<String> workspaces(List<String> ids) {
    if (ids.isEmpty()) {
      return List.of(Principal.DEFAULT);
    }
    violations.require(
        ids.size() <= WORKSPACES_MAX,
        "member.workspace_ids",
        ids.size() + " entries (expected: at most " + WORKSPACES_MAX + ")");
    for (int i = 0; i < ids.size() && i < WORKSPACES_MAX; i++) {
      rules.id("member.workspace_ids[" + i + "]", ids.get(i));
    }
    return ids;
  }

  private MemberRole role(cambio.v1.MemberRole role) {
    return switch (role) {
      case MEMBER_ROLE_UNSPECIFIED, MEMBER_ROLE_MEMBER -> MemberRole.MEMBER;
      case MEMBER_ROLE_ADMIN -> MemberRole.ADMIN;
      case UNRECOGNIZED -> {
        violations.add("member.role", "unknown (expected: member or admin)");
        yield MemberRole.MEMBER;
      }
    };
  }
}
