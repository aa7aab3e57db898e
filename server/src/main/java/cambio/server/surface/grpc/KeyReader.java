package cambio.server.surface.grpc;

import cambio.server.tenant.FieldRules;
import cambio.server.tenant.KeyDraft;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.v1.ApiKey;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads keys as callers write them. What the router sets is ignored. */
final class KeyReader {

  /** What may change, as the contract lists it. */
  static final Set<String> CHANGEABLE =
      Set.of(
          "name",
          "disabled",
          "expire_time",
          "limit_usd",
          "limit_reset",
          "include_own_credentials_in_limit",
          "allowed_models",
          "allowed_providers",
          "rate_limits",
          "default_preset");

  private final Violations violations;
  private final FieldRules rules;
  private final Instant now;

  KeyReader(Violations violations, Instant now) {
    this.violations = violations;
    this.rules = new FieldRules(violations::add);
    this.now = now;
  }

  /** A key to be created. */
  KeyDraft draft(ApiKey key) {
    return new KeyDraft(
        given("key.organization_id", key.getOrganizationId()),
        given("key.workspace_id", key.getWorkspaceId()),
        kind(key.getKind()),
        rules.text("key.creator_id", key.getCreatorId(), 0, FieldRules.USER_MAX),
        rules.text("key.external_user", key.getExternalUser(), 0, FieldRules.USER_MAX),
        settings(key, UpdateMask.everything(), KeySettings.named("")));
  }

  /** Settings with what the mask says changed. */
  KeySettings settings(ApiKey key, UpdateMask mask, KeySettings before) {
    return new KeySettings(
        mask.has("name", !key.getName().isEmpty())
            ? rules.text("key.name", key.getName(), 1, FieldRules.NAME_MAX)
            : before.name(),
        mask.has("disabled", key.getDisabled()) ? key.getDisabled() : before.disabled(),
        mask.has("expire_time", key.hasExpireTime())
            ? TenantFields.future(
                "key.expire_time", key.hasExpireTime(), key.getExpireTime(), now, violations)
            : before.expiresAt(),
        mask.has("limit_usd", !key.getLimitUsd().isEmpty())
            ? key.getLimitUsd().isEmpty() ? null : rules.money("key.limit_usd", key.getLimitUsd())
            : before.limit(),
        mask.has("limit_reset", key.getLimitResetValue() != 0)
            ? TenantFields.interval("key.limit_reset", key.getLimitReset(), violations)
            : before.limitReset(),
        ownCredentials(key, mask, before),
        mask.has("allowed_models", key.getAllowedModelsCount() > 0)
            ? rules.names("key.allowed_models", key.getAllowedModelsList(), FieldRules.MODELS_MAX)
            : before.models(),
        mask.has("allowed_providers", key.getAllowedProvidersCount() > 0)
            ? rules.names(
                "key.allowed_providers", key.getAllowedProvidersList(), FieldRules.PROVIDERS_MAX)
            : before.providers(),
        mask.has("rate_limits", key.hasRateLimits())
            ? TenantFields.rates("key.rate_limits", key.getRateLimits(), rules)
            : before.rates(),
        preset(key, mask, before));
  }

  private static boolean ownCredentials(ApiKey key, UpdateMask mask, KeySettings before) {
    if (!mask.has("include_own_credentials_in_limit", key.hasIncludeOwnCredentialsInLimit())) {
      return before.includeOwnCredentials();
    }
    return !key.hasIncludeOwnCredentialsInLimit() || key.getIncludeOwnCredentialsInLimit();
  }

  private String preset(ApiKey key, UpdateMask mask, KeySettings before) {
    if (!mask.has("default_preset", !key.getDefaultPreset().isEmpty())) {
      return before.preset();
    }
    violations.require(
        key.getDefaultPreset().isEmpty(),
        "key.default_preset",
        "presets are not served by this version (expected: empty)");
    return "";
  }

  private KeyKind kind(cambio.v1.KeyKind kind) {
    return switch (kind) {
      case KEY_KIND_UNSPECIFIED, KEY_KIND_INFERENCE -> KeyKind.INFERENCE;
      case KEY_KIND_MANAGEMENT -> KeyKind.MANAGEMENT;
      case UNRECOGNIZED -> {
        violations.add("key.kind", "unknown (expected: inference or management)");
        yield KeyKind.INFERENCE;
      }
    };
  }

  private @Nullable String given(String field, String id) {
    return id.isEmpty() ? null : rules.id(field, id);
  }
}
