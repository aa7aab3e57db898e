package cambio.server.auth;

import cambio.catalog.yaml.YamlSection;
import cambio.router.plan.Entitlements;
import cambio.router.plan.Principal;
import cambio.router.quota.QuotaRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the {@code keys} list of {@code cambio.yaml} and of {@code keys.yaml}. */
public final class KeyEntryReader {

  private static final int NAME_MAX = 100;

  private KeyEntryReader() {}

  /** Reads all keys; wrong ones become problems of the sections and are left out. */
  public static List<KeyEntry> read(List<YamlSection> sections) {
    List<KeyEntry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> hashes = new HashSet<>();
    for (YamlSection section : sections) {
      KeyEntry entry = one(section);
      boolean fresh = true;
      if (!names.add(entry.name())) {
        section.problem("name", '"' + entry.name() + "\" occurs twice (expected: unique)");
        fresh = false;
      }
      if (!entry.hash().isEmpty() && !hashes.add(entry.hash())) {
        section.problem("hash", "occurs twice (expected: each key once)");
        fresh = false;
      }
      if (fresh && !entry.hash().isEmpty() && !entry.name().isEmpty()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static KeyEntry one(YamlSection section) {
    String name = section.required("name");
    if (name.length() > NAME_MAX) {
      section.problem("name", "is " + name.length() + " long (expected: 1.." + NAME_MAX + ")");
    }
    String hash = hash(section);
    int perMinute = section.integer("requests_per_minute", 0, 0, 1_000_000);
    KeyEntry entry =
        new KeyEntry(
            name,
            hash,
            section.text("organization", Principal.DEFAULT),
            section.text("workspace", Principal.DEFAULT),
            new Entitlements(
                Set.copyOf(section.texts("models")),
                Set.copyOf(section.texts("providers")),
                hash.isEmpty() ? QuotaRules.NONE : QuotaRules.requestsOfKey(hash, perMinute)),
            section.parsed(
                "expires_at",
                null,
                "a date or an instant, like 2027-01-31 or 2027-01-31T12:00:00Z",
                KeyEntryReader::instant),
            section.flag("disabled", false));
    section.end();
    return entry;
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

  private static Instant instant(String text) {
    return text.indexOf('T') < 0
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : Instant.parse(text);
  }
}
