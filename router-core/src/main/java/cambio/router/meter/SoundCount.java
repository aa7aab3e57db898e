package cambio.router.meter;

/**
 * How many tokens sound that comes in pieces has, where the provider does not say: one for 50 ms of
 * samples at 24 kHz and 16 bits, which is what is streamed, and at least a token a piece. A sound
 * that came whole and compressed has more than that says. Not safe for use by several threads at
 * once.
 */
final class SoundCount {

  private static final long BYTES_PER_TOKEN = 2_400;

  private long base64;
  private long pieces;

  /** Counts the next piece of data in base64, cut anywhere; an empty one is none. */
  void add(String data) {
    base64 += data.length();
    pieces += data.isEmpty() ? 0 : 1;
  }

  long tokens() {
    return Math.max(pieces, base64 * 3 / 4 / BYTES_PER_TOKEN);
  }
}
