package cambio.server.surface;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes the ids of generations and requests: a prefix and a UUIDv7, so that ids sort by time. As
 * safe for threads as its source of randomness.
 */
public final class GenerationIds {

  private final InstantSource clock;
  private final RandomGenerator random;

  /** Ids of this clock and this randomness. */
  public GenerationIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new {@code gen_…}. */
  public String generation() {
    return "gen_" + uuid7();
  }

  /** A new {@code req_…}, for callers that sent no id of their own. */
  public String request() {
    return "req_" + uuid7();
  }

  /** A new {@code ent_…}, for an entry of the ledger that settles no generation. */
  public String entry() {
    return "ent_" + uuid7();
  }

  /** Without dashes: 32 lower-case hex digits. */
  private String uuid7() {
    long high = clock.millis() << 16 | 0x7000 | random.nextLong() & 0xfff;
    long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
