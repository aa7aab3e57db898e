package cambio.server.surface.grpc;

import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.server.ledger.SpendHistory;
import cambio.server.quota.HeldMoney;
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
  private final Reserved reserved;
  private final Instant now;

  TenantWriter(SpendHistory history, HeldMoney held, Instant now) {
    this.history = history;
    this.reserved = new Reserved(held);
    this.now = now;
  }

  cambio.v1.Organization organization(Organization organization) {
    Spender whose = new Spender(organization.id(), "", "", null, null, null);
    Spending spending = spending(Scope.ORGANIZATION, whose);
    return cambio.v1.Organization.newBuilder()
        .setId(organization.id())
        .setName(organization.name())
        .setDisabled(organization.disabled())
        .setRules(rules(organization.rules(), spending))
        .setSpend(
            TenantFields.spend(spending, held(Scope.ORGANIZATION, whose, organization.rules())))
        .setCreateTime(Times.timestamp(organization.createdAt()))
        .setUpdateTime(Times.timestamp(organization.updatedAt()))
        .build();
  }

  cambio.v1.Workspace workspace(Workspace workspace) {
    Spender whose = new Spender(workspace.organization(), workspace.id(), "", null, null, null);
    Spending spending = spending(Scope.WORKSPACE, whose);
    return cambio.v1.Workspace.newBuilder()
        .setId(workspace.id())
        .setOrganizationId(workspace.organization())
        .setName(workspace.name())
        .setDisabled(workspace.disabled())
        .setRules(rules(workspace.rules(), spending))
        .setSpend(TenantFields.spend(spending, held(Scope.WORKSPACE, whose, workspace.rules())))
        .setCreateTime(Times.timestamp(workspace.createdAt()))
        .setUpdateTime(Times.timestamp(workspace.updatedAt()))
        .build();
  }

  cambio.v1.Member member(Member member) {
    Spender whose = new Spender(member.organization(), "", "", member.id(), null, null);
    Spending spending = spending(Scope.MEMBER, whose);
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
        .setSpend(TenantFields.spend(spending, held(Scope.MEMBER, whose, member.rules())))
        .setCreateTime(Times.timestamp(member.createdAt()))
        .build();
  }

  private Spending spending(Scope scope, Spender whose) {
    return Spending.of(history, scope, Objects.requireNonNull(whose.subject(scope)), now);
  }

  /** All budgets of one level hold the same; of who has none nobody knows. */
  private @Nullable Money held(Scope scope, Spender whose, TenantRules rules) {
    return rules.budgets().isEmpty()
        ? null
        : reserved.of(scope, whose, rules.budgets().getFirst().interval());
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
