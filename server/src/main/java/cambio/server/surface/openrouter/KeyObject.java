package cambio.server.surface.openrouter;

import cambio.router.money.Money;
import cambio.router.plan.Principal;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.server.ledger.SpendHistory;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.Spending;
import cambio.server.tenant.StoredKey;
import cambio.wire.JsonWriter;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keys as OpenRouter writes them, with what they spent. Amounts are JSON numbers with all their
 * decimals. Blocks on the ledger.
 */
final class KeyObject {

  /** Where there is no such limit. */
  private static final int UNLIMITED = -1;

  private final SpendHistory history;
  private final Instant now;

  KeyObject(SpendHistory history, Instant now) {
    this.history = history;
    this.now = now;
  }

  /** The object of the {@code /keys} paths. */
  void write(JsonWriter json, StoredKey key) {
    Spending spending = spending(key.lineage());
    json.object();
    json.member("hash", key.id());
    json.member("name", key.settings().name());
    json.member("disabled", key.settings().disabled());
    shared(json, key, spending);
    json.member("created_at", key.createdAt().toString());
    json.member("updated_at", key.updatedAt().toString());
    nullable(json, "external_user", empty(key.externalUser()));
    json.member("workspace_id", key.workspace());
    json.end();
  }

  /** The object of {@code /key}: the key that the call itself was made with. */
  void current(JsonWriter json, StoredKey key) {
    json.object();
    shared(json, key, spending(key.lineage()));
    boolean management = key.kind() == KeyKind.MANAGEMENT;
    json.member("is_free_tier", false);
    json.member("is_management_key", management);
    json.member("is_provisioning_key", management);
    around(json, key.organization(), key.workspace(), key.settings().rates().requestsPerMinute());
    json.end();
  }

  /** The object of {@code /key} for a call without a key, where the router allows that. */
  void anonymous(JsonWriter json, Principal principal) {
    json.object();
    KeySettings open = KeySettings.named("");
    StoredKey none =
        new StoredKey(
            principal.keyId(),
            principal.keyId(),
            principal.organization(),
            principal.workspace(),
            "",
            KeyKind.INFERENCE,
            "",
            "",
            open,
            now,
            now,
            null);
    shared(json, none, spending(principal.keyId()));
    json.member("is_free_tier", false);
    json.member("is_management_key", false);
    json.member("is_provisioning_key", false);
    around(json, principal.organization(), principal.workspace(), 0);
    json.end();
  }

  private Spending spending(String lineage) {
    return Spending.of(history, Scope.KEY, lineage, now);
  }

  private static void shared(JsonWriter json, StoredKey key, Spending spending) {
    KeySettings settings = key.settings();
    json.member("label", key.label().isEmpty() ? settings.name() : key.label());
    Money limit = settings.limit();
    number(json, "limit", limit);
    number(
        json,
        "limit_remaining",
        limit == null ? null : spending.left(limit, settings.limitReset()));
    nullable(
        json,
        "limit_reset",
        settings.limitReset() == ResetInterval.NEVER
            ? null
            : settings.limitReset().name().toLowerCase(Locale.ROOT));
    json.member("include_byok_in_limit", settings.includeOwnCredentials());
    number(json, "usage", spending.total());
    number(json, "usage_daily", spending.daily());
    number(json, "usage_weekly", spending.weekly());
    number(json, "usage_monthly", spending.monthly());
    // Callers cannot bring credentials of their own yet, so nothing was spent with them.
    number(json, "byok_usage", Money.ZERO);
    number(json, "byok_usage_daily", Money.ZERO);
    number(json, "byok_usage_weekly", Money.ZERO);
    number(json, "byok_usage_monthly", Money.ZERO);
    nullable(json, "creator_user_id", empty(key.creator()));
    nullable(
        json, "expires_at", settings.expiresAt() == null ? null : settings.expiresAt().toString());
  }

  private static void around(
      JsonWriter json, String organization, String workspace, int requestsPerMinute) {
    json.member("organization_id", organization);
    json.member("workspace_id", workspace);
    json.name("allowed_data_regions").array().value("global").end();
    json.name("rate_limit").object();
    json.member("requests", requestsPerMinute == 0 ? UNLIMITED : requestsPerMinute);
    json.member("interval", "1m");
    json.member("note", "Requests a minute of this key; -1 where it has no limit of its own.");
    json.end();
    json.name("free_model_daily_requests").object();
    json.member("limit", UNLIMITED).member("remaining", UNLIMITED).member("used", 0);
    json.end();
  }

  private static void number(JsonWriter json, String name, @Nullable Money amount) {
    json.name(name);
    if (amount == null) {
      json.nullValue();
    } else {
      json.raw(amount.toString());
    }
  }

  private static void nullable(JsonWriter json, String name, @Nullable String text) {
    json.name(name);
    if (text == null) {
      json.nullValue();
    } else {
      json.value(text);
    }
  }

  private static @Nullable String empty(String text) {
    return text.isEmpty() ? null : text;
  }
}
