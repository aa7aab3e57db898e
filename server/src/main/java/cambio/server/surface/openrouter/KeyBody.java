package cambio.server.surface.openrouter;

import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.server.surface.JsonBody;
import cambio.server.surface.StrictJson;
import cambio.server.tenant.FieldRules;
import cambio.server.tenant.KeyDraft;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /keys} and {@code PATCH /keys/{hash}}. A member that is not known is
 * refused: a misspelt {@code limit} must not make a key without one.
 */
final class KeyBody {

  private static final String EXPECTED = "a JSON object with the key's name";

  private final FieldRules rules =
      new FieldRules((field, problem) -> {
        throw StrictJson.refusal(field, problem);
      });
  private final Instant now;
  private final boolean create;
  private final List<UnaryOperator<KeySettings>> changes = new ArrayList<>();
  private @Nullable String workspace;
  private String creator = "";
  private String externalUser = "";
  private boolean named;

  private KeyBody(Instant now, boolean create) {
    this.now = now;
    this.create = create;
  }

  /** A key to be created. */
  static KeyDraft draft(byte[] body, Instant now) {
    return JsonBody.read(
        body,
        EXPECTED,
        json -> {
          KeyBody read = new KeyBody(now, true).read(json);
          if (!read.named) {
            throw StrictJson.refusal("name", "missing (expected: what the key is for)");
          }
          return new KeyDraft(
              null,
              read.workspace,
              KeyKind.INFERENCE,
              read.creator,
              read.externalUser,
              read.over(KeySettings.named("")));
        });
  }

  /** What is to be changed. */
  static UnaryOperator<KeySettings> changes(byte[] body, Instant now) {
    KeyBody read =
        JsonBody.read(
            body, "a JSON object with what to change", json -> new KeyBody(now, false).read(json));
    return read::over;
  }

  private KeySettings over(KeySettings before) {
    KeySettings settings = before;
    for (UnaryOperator<KeySettings> change : changes) {
      settings = change.apply(settings);
    }
    return settings;
  }

  private KeyBody read(StrictJson json) throws IOException {
    for (String member = json.firstMember(); member != null; member = json.nextMember()) {
      boolean taken = settings(member, json) || create && creation(member, json);
      if (!taken) {
        throw StrictJson.refusal(
            member,
            create
                ? "is not known here (expected: name, limit, limit_reset, expires_at,"
                    + " include_byok_in_limit, workspace_id, creator_user_id, external)"
                : "cannot be changed (expected: name, disabled, limit, limit_reset,"
                    + " include_byok_in_limit)");
      }
    }
    return this;
  }

  private boolean settings(String member, StrictJson json) throws IOException {
    switch (member) {
      case "name" -> name(json);
      case "limit" -> limit(json);
      case "limit_reset" -> limitReset(json);
      case "include_byok_in_limit" -> {
        Boolean include = json.bool();
        changes.add(before -> before.countingOwnCredentials(!Boolean.FALSE.equals(include)));
      }
      case "disabled" -> {
        if (create) {
          return false;
        }
        boolean disabled = Boolean.TRUE.equals(json.bool());
        changes.add(before -> before.switched(disabled));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean creation(String member, StrictJson json) throws IOException {
    switch (member) {
      case "expires_at" -> expiresAt(json);
      case "workspace_id" -> {
        String id = json.text();
        workspace = id == null ? null : rules.id("workspace_id", id);
      }
      case "creator_user_id" -> {
        String id = json.text();
        creator = id == null ? "" : rules.text("creator_user_id", id, 1, FieldRules.USER_MAX);
      }
      case "external" -> external(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void name(StrictJson json) throws IOException {
    String name = rules.text("name", json.requiredText(), 1, FieldRules.NAME_MAX);
    named = true;
    changes.add(before -> before.renamed(name));
  }

  private void limit(StrictJson json) throws IOException {
    if (!json.isNull() && !json.isNumber()) {
      throw json.wrong("a number of dollars, or null for no limit");
    }
    Money limit = json.isNull() ? null : rules.money("limit", json.numberText());
    changes.add(before -> before.limited(limit, before.limitReset()));
  }

  private void limitReset(StrictJson json) throws IOException {
    String word = json.word("daily", "weekly", "monthly");
    ResetInterval reset =
        word == null ? ResetInterval.NEVER : ResetInterval.valueOf(word.toUpperCase(Locale.ROOT));
    changes.add(before -> before.limited(before.limit(), reset));
  }

  private void expiresAt(StrictJson json) throws IOException {
    String text = json.text();
    if (text == null) {
      return;
    }
    Instant expiry;
    try {
      expiry = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw json.wrong("a time such as 2027-12-31T23:59:59Z");
    }
    if (!expiry.isAfter(now)) {
      throw StrictJson.refusal("expires_at", "is past (expected: a time to come)");
    }
    changes.add(before -> before.expiring(expiry));
  }

  private void external(StrictJson json) throws IOException {
    for (String member = json.firstMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case "user" ->
            externalUser = rules.text("external.user", json.requiredText(), 1, FieldRules.USER_MAX);
        case "api_key" -> {
          if (!json.isNull()) {
            throw StrictJson.refusal(
                "external.api_key", "is not served (expected: absent; the router makes the key)");
          }
        }
        default -> throw StrictJson.refusal("external." + member, "is not known (expected: user)");
      }
    }
  }
}
