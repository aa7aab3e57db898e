package cambio.testkit;

import cambio.spi.DecodeContext;
import cambio.spi.ProviderAdapter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Feeds a body to a fresh decoder, cut in every way that matters. */
public final class Feeding {

  /** Bodies up to this size are cut at every single boundary. */
  public static final int EVERY_BOUNDARY = 2048;

  private static final int SAMPLES = 12;

  private final ProviderAdapter adapter;
  private final DecodeContext context;
  private final byte[] body;

  /** Feeds {@code body} to decoders that {@code adapter} makes for {@code context}. */
  public Feeding(ProviderAdapter adapter, DecodeContext context, byte[] body) {
    this.adapter = adapter;
    this.context = context;
    this.body = body;
  }

  /** Fed in one piece. */
  public EventLog whole() {
    return cutAt();
  }

  /** Fed in pieces that end at these ascending offsets and at the end. */
  public EventLog cutAt(int... offsets) {
    return cut(body.length, offsets);
  }

  /** The first {@code length} bytes only, then the end. */
  public EventLog truncatedTo(int length) {
    return cut(length);
  }

  /**
   * A description of the first way of cutting whose events differ from those of the whole; empty
   * where there is none.
   *
   * @param seed of the samples for larger bodies
   */
  public String firstDifference(long seed) {
    EventLog whole = whole();
    for (int[] offsets : cuts(seed)) {
      EventLog log = cutAt(offsets);
      boolean same =
          log.events().equals(whole.events())
              && String.valueOf(log.failure()).equals(String.valueOf(whole.failure()))
              && log.frames().equals(whole.frames());
      if (!same) {
        String places = Arrays.toString(Arrays.copyOf(offsets, Math.min(offsets.length, 8)));
        return "cut at " + places + ": " + log.answer() + " and whole: " + whole.answer();
      }
    }
    return "";
  }

  private List<int[]> cuts(long seed) {
    List<int[]> cuts = new ArrayList<>();
    if (body.length <= EVERY_BOUNDARY) {
      for (int i = 1; i < body.length; i++) {
        cuts.add(new int[] {i});
      }
    }
    Random random = new Random(seed);
    for (int i = 0; i < SAMPLES && body.length > 1; i++) {
      int most = 1 << random.nextInt(1, 12);
      cuts.add(random.ints(most, 1, body.length).sorted().distinct().toArray());
    }
    if (body.length <= 16 * EVERY_BOUNDARY) {
      int[] everyByte = new int[Math.max(0, body.length - 1)];
      Arrays.setAll(everyByte, i -> i + 1);
      cuts.add(everyByte);
    }
    return cuts;
  }

  private EventLog cut(int length, int... offsets) {
    EventLog log = new EventLog();
    var decoder = adapter.decoder(context);
    int from = 0;
    for (int i = 0; i <= offsets.length; i++) {
      int to = i < offsets.length ? offsets[i] : length;
      // A copy that is spoilt afterwards, so that a decoder that keeps the array is found out.
      byte[] piece = Arrays.copyOfRange(body, from, to);
      decoder.feed(piece, 0, piece.length, log);
      Arrays.fill(piece, (byte) '#');
      from = to;
    }
    decoder.end(log);
    return log;
  }
}
