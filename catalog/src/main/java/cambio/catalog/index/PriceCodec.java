package cambio.catalog.index;

import cambio.router.money.Money;
import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.PriceVersion.DailyWindow;
import cambio.router.money.PriceVersion.Trust;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Price versions in the index. */
final class PriceCodec {

  private static final Trust[] TRUSTS = Trust.values();

  private PriceCodec() {}

  static void write(IndexOutput out, List<PriceVersion> versions) throws IOException {
    out.number(versions.size());
    for (PriceVersion version : versions) {
      out.text(version.id());
      out.number(version.validFrom().getEpochSecond());
      write(out, version.base());
      out.number(version.tiers().size());
      for (PriceTier tier : version.tiers()) {
        out.number(tier.aboveInputTokens());
        write(out, tier.rates());
      }
      out.number(version.windows().size());
      for (DailyWindow window : version.windows()) {
        out.number(window.from().toSecondOfDay());
        out.number(window.until().toSecondOfDay());
        write(out, window.rates());
      }
      out.number(version.trust().ordinal());
    }
  }

  static List<PriceVersion> read(IndexInput in) throws IOException {
    int size = in.count();
    List<PriceVersion> versions = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String id = in.text();
      Instant from = Instant.ofEpochSecond(in.number());
      Rates base = rates(in);
      int tierCount = in.count();
      List<PriceTier> tiers = new ArrayList<>(tierCount);
      for (int tier = 0; tier < tierCount; tier++) {
        tiers.add(new PriceTier(in.count(), rates(in)));
      }
      int windowCount = in.count();
      List<DailyWindow> windows = new ArrayList<>(windowCount);
      for (int window = 0; window < windowCount; window++) {
        windows.add(
            new DailyWindow(
                LocalTime.ofSecondOfDay(in.count()),
                LocalTime.ofSecondOfDay(in.count()),
                rates(in)));
      }
      versions.add(new PriceVersion(id, from, base, tiers, windows, TRUSTS[in.count()]));
    }
    return versions;
  }

  private static void write(IndexOutput out, Rates rates) throws IOException {
    write(out, rates.input());
    write(out, rates.output());
    write(out, rates.cacheRead());
    write(out, rates.cacheWrite());
    write(out, rates.longCacheWrite());
    write(out, rates.reasoning());
    write(out, rates.inputAudio());
    write(out, rates.outputAudio());
    write(out, rates.image());
    write(out, rates.request());
  }

  private static Rates rates(IndexInput in) throws IOException {
    return new Rates(
        rate(in),
        rate(in),
        rate(in),
        rate(in),
        rate(in),
        rate(in),
        rate(in),
        rate(in),
        amount(in),
        amount(in));
  }

  private static void write(IndexOutput out, @Nullable TokenRate rate) throws IOException {
    out.optional(rate == null ? null : (Long) rate.nanosPerMillion());
  }

  private static void write(IndexOutput out, @Nullable Money amount) throws IOException {
    out.optional(amount == null ? null : (Long) amount.nanos());
  }

  private static @Nullable TokenRate rate(IndexInput in) throws IOException {
    Long nanos = in.optionalLong();
    return nanos == null ? null : new TokenRate(nanos);
  }

  private static @Nullable Money amount(IndexInput in) throws IOException {
    Long nanos = in.optionalLong();
    return nanos == null ? null : new Money(nanos);
  }
}
