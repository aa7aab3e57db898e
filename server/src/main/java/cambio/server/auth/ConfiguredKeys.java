package cambio.server.auth;

import cambio.catalog.yaml.YamlSection;
import cambio.router.money.Money;
import cambio.router.plan.Principal;
import cambio.router.quota.RateRule;
import cambio.router.quota.ResetInterval;
import cambio.server.tenant.ApiKey;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.RateLimits;
import cambio.server.tenant.StoredKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code keys} list of {@code cambio.yaml}. */
public final class ConfiguredKeys {

  private static final int NAME_MAX = 100;

  private ConfiguredKeys() {}

  /** Reads all keys; wrong ones become problems of the sections and are left out. */
  public static List<StoredKey> read(List<YamlSection> sections) {
    List<StoredKey> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> hashes = new HashSet<>();
    for (YamlSection section : sections) {
      StoredKey key = one(section);
      String name = key.settings().name();
      boolean fresh = true;
      if (!names.add(name)) {
        section.problem("name", '"' + name + "\" occurs twice (expected: unique)");
        fresh = false;
      }
      if (!key.id().isEmpty() && !hashes.add(key.id())) {
        section.problem("hash", "occurs twice (expected: each key once)");
        fresh = false;
      }
      if (fresh && !key.id().isEmpty() && !name.isEmpty()) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** A key as the ring keeps it. */
  public static StoredKey key(
      String hash, String organization, String workspace, KeyKind kind, KeySettings settings) {
    return new StoredKey(
        hash,
        hash,
        organization,
        workspace,
        "",
        kind,
        "",
        "",
        settings,
        Instant.EPOCH,
        Instant.EPOCH,
        null);
  }

  private static StoredKey one(YamlSection section) {
    String name = section.required("name");
    if (name.length() > NAME_MAX) {
      section.problem("name", "is " + name.length() + " long (expected: 1.." + NAME_MAX + ")");
    }
    StoredKey key =
        key(
            hash(section),
            section.text("organization", Principal.DEFAULT),
            section.text("workspace", Principal.DEFAULT),
            section.choice("kind", KeyKind.INFERENCE, words(KeyKind.values())),
            settings(name, section));
    section.end();
    return key;
  }

  private static KeySettings settings(String name, YamlSection section) {
    return new KeySettings(
        name,
        section.flag("disabled", false),
        section.parsed(
            "expires_at",
            null,
            "a date or an instant, like 2027-01-31 or 2027-01-31T12:00:00Z",
            ConfiguredKeys::instant),
        limit(section),
        section.choice("limit_reset", ResetInterval.NEVER, words(ResetInterval.values())),
        true,
        section.texts("models"),
        section.texts("providers"),
        new RateLimits(
            section.integer("requests_per_minute", 0, 0, 1_000_000),
            tokens(section),
            section.integer("concurrent_requests", 0, 0, 1_000_000)),
        "");
  }

  private static @Nullable Money limit(YamlSection section) {
    return section.<@Nullable Money>parsed(
        "limit_usd",
        null,
        "dollars of at least 0 with at most 9 decimals, like 12.50",
        text -> {
          Money limit = Money.parse(text);
          if (limit.nanos() < 0) {
            throw new IllegalArgumentException(text);
          }
          return limit;
        });
  }

  private static long tokens(YamlSection section) {
    return section.parsed(
        "tokens_per_minute",
        0L,
        "an integer from 0 to " + RateRule.LIMIT_MAX,
        text -> {
          long value = Long.parseLong(text);
          if (value < 0 || value > RateRule.LIMIT_MAX) {
            throw new IllegalArgumentException(text);
          }
          return value;
        });
  }

  private static String hash(YamlSection section) {
    if (!section.has("hash")) {
      section.problem("hash", "is missing (expected: what `cambio keys create` printed)");
      return "";
    }
    // The value is not shown: somebody may have pasted the key in place of its hash.
    String hash = section.text("hash", "");
    if (hash.startsWith(ApiKey.PREFIX)) {
      section.problem(
          "hash",
          "is the key itself (expected: its SHA-256, 64 hex digits; the key is now in a file:"
              + " make a new one with `cambio keys create`)");
      return "";
    }
    if (!ApiKey.isHash(hash)) {
      section.problem(
          "hash",
          "is no SHA-256 (expected: 64 lower-case hex digits, as `cambio keys create` prints)");
      return "";
    }
    return hash;
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] values) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E value : values) {
      words.put(value.name().toLowerCase(Locale.ROOT), value);
    }
    return words;
  }

  private static Instant instant(String text) {
    return text.indexOf('T') < 0
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : Instant.parse(text);
  }
}
