package cambio.server.surface.grpc;

import cambio.router.ledger.Spender;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.server.ledger.SpendHistory;
import cambio.server.tenant.Member;
import cambio.server.tenant.MemberRole;
import cambio.server.tenant.Organization;
import cambio.server.tenant.Spending;
import cambio.server.tenant.TenantRules;
import cambio.server.tenant.Workspace;
import cambio.v1.Budget;
import cambio.v1.DataCollection;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes organisations, workspaces and members, with what they spent. Blocks on the ledger. */
final class TenantWriter {

  private final SpendHistory history;
  private final Instant now;

  TenantWriter(SpendHistory history, Instant now) {
    this.history = history;
    this.now = now;
  }

  cambio.v1.Organization organization(Organization organization) {
    Spending spending = spending(Scope.ORGANIZATION, organization.id(), "", null);
    return cambio.v1.Organization.newBuilder()
        .setId(organization.id())
        .setName(organization.name())
        .setDisabled(organization.disabled())
        .setRules(rules(organization.rules(), spending))
        .setSpend(TenantFields.spend(spending))
        .setCreateTime(Times.timestamp(organization.createdAt()))
        .setUpdateTime(Times.timestamp(organization.updatedAt()))
        .build();
  }

  cambio.v1.Workspace workspace(Workspace workspace) {
    Spending spending = spending(Scope.WORKSPACE, workspace.organization(), workspace.id(), null);
    return cambio.v1.Workspace.newBuilder()
        .setId(workspace.id())
        .setOrganizationId(workspace.organization())
        .setName(workspace.name())
        .setDisabled(workspace.disabled())
        .setRules(rules(workspace.rules(), spending))
        .setSpend(TenantFields.spend(spending))
        .setCreateTime(Times.timestamp(workspace.createdAt()))
        .setUpdateTime(Times.timestamp(workspace.updatedAt()))
        .build();
  }

  cambio.v1.Member member(Member member) {
    Spending spending = spending(Scope.MEMBER, member.organization(), "", member.id());
    return cambio.v1.Member.newBuilder()
        .setId(member.id())
        .setOrganizationId(member.organization())
        .setName(member.name())
        .setEmail(member.email())
        .setRole(
            member.role() == MemberRole.ADMIN
                ? cambio.v1.MemberRole.MEMBER_ROLE_ADMIN
                : cambio.v1.MemberRole.MEMBER_ROLE_MEMBER)
        .addAllWorkspaceIds(member.workspaces())
        .setRules(rules(member.rules(), spending))
        .setSpend(TenantFields.spend(spending))
        .setCreateTime(Times.timestamp(member.createdAt()))
        .build();
  }

  private Spending spending(
      Scope scope, String organization, String workspace, @Nullable String member) {
    String subject = new Spender(organization, workspace, "", member, null, null).subject(scope);
    return Spending.of(history, scope, Objects.requireNonNull(subject), now);
  }

  private cambio.v1.TenantRules rules(TenantRules rules, Spending spending) {
    cambio.v1.TenantRules.Builder message =
        cambio.v1.TenantRules.newBuilder()
            .setRateLimits(TenantFields.rates(rules.rates()))
            .addAllAllowedModels(rules.allowedModels())
            .addAllDeniedModels(rules.deniedModels())
            .addAllAllowedProviders(rules.allowedProviders())
            .addAllDeniedProviders(rules.deniedProviders())
            .setZdr(rules.zdr())
            .setDataCollection(
                rules.denyDataCollection()
                    ? DataCollection.DATA_COLLECTION_DENY
                    : DataCollection.DATA_COLLECTION_ALLOW);
    for (cambio.server.tenant.Budget budget : rules.budgets()) {
      Budget.Builder part =
          message
              .addBudgetsBuilder()
              .setInterval(TenantFields.interval(budget.interval()))
              .setLimitUsd(TenantFields.text(budget.limit()))
              .setRemainingUsd(TenantFields.text(spending.left(budget.limit(), budget.interval())))
              .setWarnAt(budget.warnAt());
      if (budget.interval() != ResetInterval.NEVER) {
        part.setResetTime(Times.timestamp(budget.interval().windowEnd(now)));
      }
    }
    return message.build();
  }
}
