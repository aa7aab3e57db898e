package cambio.server.surface.grpc;

import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.ledger.SpendHistory;
import cambio.server.quota.HeldMoney;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.Spending;
import cambio.server.tenant.StoredKey;
import cambio.v1.ApiKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes keys as callers read them, with what they spent. Blocks on the ledger. */
final class KeyWriter {

  private final SpendHistory history;
  private final Reserved reserved;
  private final Instant now;

  KeyWriter(SpendHistory history, HeldMoney held, Instant now) {
    this.history = history;
    this.reserved = new Reserved(held);
    this.now = now;
  }

  ApiKey key(StoredKey key) {
    KeySettings settings = key.settings();
    Spending spending = Spending.of(history, Scope.KEY, key.lineage(), now);
    ApiKey.Builder message =
        ApiKey.newBuilder()
            .setId(key.id())
            .setName(settings.name())
            .setLabel(key.label())
            .setKind(
                key.kind() == KeyKind.INFERENCE
                    ? cambio.v1.KeyKind.KEY_KIND_INFERENCE
                    : cambio.v1.KeyKind.KEY_KIND_MANAGEMENT)
            .setOrganizationId(key.organization())
            .setWorkspaceId(key.workspace())
            .setDisabled(settings.disabled())
            .setLimitReset(TenantFields.interval(settings.limitReset()))
            .setIncludeOwnCredentialsInLimit(settings.includeOwnCredentials())
            .setSpend(TenantFields.spend(spending, held(key)))
            .addAllAllowedModels(settings.models())
            .addAllAllowedProviders(settings.providers())
            .setRateLimits(TenantFields.rates(settings.rates()))
            .setDefaultPreset(settings.preset())
            .setCreatorId(key.creator())
            .setExternalUser(key.externalUser())
            .setCreateTime(Times.timestamp(key.createdAt()))
            .setUpdateTime(Times.timestamp(key.updatedAt()));
    if (settings.limit() != null) {
      message
          .setLimitUsd(TenantFields.text(settings.limit()))
          .setLimitRemainingUsd(
              TenantFields.text(spending.left(settings.limit(), settings.limitReset())));
    }
    if (settings.expiresAt() != null) {
      message.setExpireTime(Times.timestamp(settings.expiresAt()));
    }
    if (key.lastUsedAt() != null) {
      message.setLastUseTime(Times.timestamp(key.lastUsedAt()));
    }
    return message.build();
  }

  /** Its own limit counts what is held; of a key without one nobody knows. */
  private @Nullable Money held(StoredKey key) {
    KeySettings settings = key.settings();
    Spender whose =
        new Spender(key.organization(), key.workspace(), key.lineage(), null, null, null);
    return settings.limit() == null ? null : reserved.of(Scope.KEY, whose, settings.limitReset());
  }
}
