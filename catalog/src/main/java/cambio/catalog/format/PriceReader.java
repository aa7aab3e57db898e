package cambio.catalog.format;

import cambio.catalog.yaml.YamlSection;
import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.PriceVersion.DailyWindow;
import cambio.router.money.PriceVersion.Trust;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads price versions. A version without a start holds from the beginning of time. */
final class PriceReader {

  private final boolean own;

  private PriceReader(boolean own) {
    this.own = own;
  }

  /** For the shipped files: a version's id is the endpoint's and the date. */
  static PriceReader ofShipped() {
    return new PriceReader(false);
  }

  /** For the user's: an id also tells apart two texts for the same date, as the ledger keeps it. */
  static PriceReader ofUser() {
    return new PriceReader(true);
  }

  /** The versions under {@code prices}, oldest first. */
  List<PriceVersion> versions(YamlSection endpoint, String endpointId, boolean answers) {
    List<PriceVersion> versions = new ArrayList<>();
    Set<Instant> starts = new HashSet<>();
    for (YamlSection fields : endpoint.sections("prices")) {
      PriceVersion version = version(fields, endpointId, answers);
      fields.end();
      if (!starts.add(version.validFrom())) {
        fields.problem("valid_from", "another version of this price starts at the same time");
      }
      versions.add(version);
    }
    versions.sort(Comparator.comparing(PriceVersion::validFrom));
    return versions;
  }

  /** One version from the fields of a mapping. */
  PriceVersion version(YamlSection fields, String endpointId, boolean answers) {
    Rates base = RatesReader.read(fields);
    if (!fields.has("input")) {
      fields.problem("input", "is missing (expected: a decimal of USD per million tokens)");
    }
    if (answers && !fields.has("output")) {
      fields.problem("output", "is missing (expected: a decimal of USD per million tokens)");
    }
    List<PriceTier> tiers = tiers(fields);
    List<DailyWindow> windows = windows(fields);
    Trust trust = trust(fields, base);
    fields.known("sources", "note");
    String start = fields.text("valid_from");
    Instant from = fields.parsed("valid_from", "a date such as 2026-12-01", PriceReader::start);
    Instant validFrom = from == null ? Instant.EPOCH : from;
    String id = endpointId + "@" + (start == null ? "start" : start);
    if (own) {
      id += "+" + Integer.toHexString(List.of(base, tiers, windows).toString().hashCode());
    }
    return new PriceVersion(id, validFrom, base, tiers, windows, trust);
  }

  private static List<PriceTier> tiers(YamlSection fields) {
    List<PriceTier> tiers = new ArrayList<>();
    for (YamlSection tier : fields.sections("tiers")) {
      Integer above = tier.count("above");
      Rates rates = RatesReader.read(tier);
      if (!tier.has("above")) {
        tier.problem("above", "is missing (expected: a number of input tokens)");
      } else if (above != null) {
        if (!tiers.isEmpty() && tiers.getLast().aboveInputTokens() >= above) {
          tier.problem("above", above + " (expected: more than in the tier before)");
        }
        tiers.add(new PriceTier(above, rates));
      }
      tier.end();
    }
    return tiers;
  }

  private static List<DailyWindow> windows(YamlSection fields) {
    List<DailyWindow> windows = new ArrayList<>();
    for (YamlSection window : fields.sections("windows")) {
      LocalTime from = time(window, "from");
      LocalTime until = time(window, "until");
      Rates rates = RatesReader.read(window);
      if (from != null && until != null) {
        windows.add(new DailyWindow(from, until, rates));
      }
      window.end();
    }
    return windows;
  }

  private static @Nullable LocalTime time(YamlSection window, String key) {
    if (!window.has(key)) {
      window.problem(key, "is missing (expected: a time of day in UTC such as \"16:30\")");
    }
    return window.parsed(key, "a time of day in UTC such as \"16:30\"", LocalTime::parse);
  }

  private static Trust trust(YamlSection fields, Rates base) {
    Trust trust =
        fields.parsed(
            "trust",
            "confirmed, single-source, conflict or outlier",
            text -> Trust.valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT)));
    YamlSection competing = fields.section("competing");
    for (String source : competing.names()) {
      YamlSection rates = competing.section(source);
      checkNotAbove(rates, RatesReader.read(rates), base);
      rates.end();
    }
    if (trust == Trust.CONFLICT && !fields.has("competing")) {
      fields.problem("competing", "is missing (expected: what each source says)");
    }
    return trust == null ? Trust.CONFIRMED : trust;
  }

  /** What sources disagree on counts at its highest until somebody confirms a price. */
  private static void checkNotAbove(YamlSection fields, Rates sourced, Rates held) {
    checkNotAbove(fields, "input", sourced.input(), held.input());
    checkNotAbove(fields, "output", sourced.output(), held.output());
  }

  private static void checkNotAbove(
      YamlSection fields, String key, @Nullable TokenRate sourced, @Nullable TokenRate held) {
    if (sourced != null && held != null && sourced.compareTo(held) > 0) {
      fields.problem(key, sourced + " (expected: at most " + held + ", the version's own rate)");
    }
  }

  private static Instant start(String text) {
    return text.indexOf('T') < 0
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : Instant.parse(text);
  }
}
