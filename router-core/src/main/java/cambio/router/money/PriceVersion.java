package cambio.router.money;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;

/**
 * A tariff with a start. An attempt is charged at the version that was in force when it was
 * planned.
 *
 * @param id stable name of this version, e.g. {@code acme:acme/large@2026-11-23}
 * @param validFrom the instant from which it holds
 * @param base the rates of ordinary requests
 * @param tiers by prompt length, ascending
 * @param windows by time of day; the last one that matches wins over base and tiers
 * @param trust how far the sources of this price agree
 */
public record PriceVersion(
    String id,
    Instant validFrom,
    Rates base,
    List<PriceTier> tiers,
    List<DailyWindow> windows,
    Trust trust) {

  public PriceVersion {
    tiers = List.copyOf(tiers);
    windows = List.copyOf(windows);
  }

  /**
   * Rates for a part of each UTC day.
   *
   * @param from inclusive
   * @param until exclusive; before {@code from} where the window passes midnight
   */
  public record DailyWindow(LocalTime from, LocalTime until, Rates rates) {}

  /** How far a price can be believed. */
  public enum Trust {
    /** Its sources agree, or the operator set it. */
    CONFIRMED,
    /** One source only. */
    SINGLE_SOURCE,
    /** Sources disagree; the version holds the highest sourced rates until confirmed. */
    CONFLICT,
    /** Far from the other endpoints of the model. */
    OUTLIER
  }
}
