package cambio.server.store;

import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.RateLimits;
import cambio.server.tenant.StoredKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a key is a row of {@code api_key}. */
final class KeyColumns {

  /** What a change may touch. */
  static final List<Column<StoredKey>> SETTINGS =
      List.of(
          new Column<>("name", key -> key.settings().name()),
          new Column<>("disabled", key -> Column.bit(key.settings().disabled())),
          new Column<>("expires_at", key -> micros(key.settings().expiresAt())),
          new Column<>("limit_nanos", key -> nanos(key.settings().limit())),
          new Column<>("limit_reset", key -> Column.word(key.settings().limitReset())),
          new Column<>(
              "include_own_credentials", key -> Column.bit(key.settings().includeOwnCredentials())),
          new Column<>("models", key -> RulesJson.writeList(key.settings().models())),
          new Column<>("providers", key -> RulesJson.writeList(key.settings().providers())),
          new Column<>("requests_per_minute", key -> key.settings().rates().requestsPerMinute()),
          new Column<>("tokens_per_minute", key -> key.settings().rates().tokensPerMinute()),
          new Column<>("concurrent_requests", key -> key.settings().rates().concurrentRequests()),
          new Column<>("preset", key -> key.settings().preset()),
          new Column<>("updated_at", key -> Column.micros(key.updatedAt())));

  /** What stays. */
  static final List<Column<StoredKey>> IDENTITY =
      List.of(
          new Column<>("lineage", StoredKey::lineage),
          new Column<>("id", StoredKey::id),
          new Column<>("organization", StoredKey::organization),
          new Column<>("workspace", StoredKey::workspace),
          new Column<>("label", StoredKey::label),
          new Column<>("kind", key -> Column.word(key.kind())),
          new Column<>("creator", StoredKey::creator),
          new Column<>("external_user", StoredKey::externalUser),
          new Column<>("created_at", key -> Column.micros(key.createdAt())));

  private KeyColumns() {}

  static StoredKey of(ResultSet result, String prefix) throws SQLException {
    TenantRow row = new TenantRow(result, prefix);
    return new StoredKey(
        row.text("id"),
        row.text("lineage"),
        row.text("organization"),
        row.text("workspace"),
        row.text("label"),
        row.word(KeyKind.class, "kind"),
        row.text("creator"),
        row.text("external_user"),
        settings(row),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.maybeInstant("last_used_at"));
  }

  private static KeySettings settings(TenantRow row) throws SQLException {
    Long limit = row.maybeNumber("limit_nanos");
    return new KeySettings(
        row.text("name"),
        row.flag("disabled"),
        row.maybeInstant("expires_at"),
        limit == null ? null : new Money(limit),
        row.word(ResetInterval.class, "limit_reset"),
        row.flag("include_own_credentials"),
        RulesJson.readList(row.text("models")),
        RulesJson.readList(row.text("providers")),
        new RateLimits(
            row.integer("requests_per_minute"),
            row.number("tokens_per_minute"),
            row.integer("concurrent_requests")),
        row.text("preset"));
  }

  private static @Nullable Object micros(@Nullable Instant instant) {
    return instant == null ? null : Column.micros(instant);
  }

  private static @Nullable Object nanos(@Nullable Money money) {
    return money == null ? null : money.nanos();
  }
}
