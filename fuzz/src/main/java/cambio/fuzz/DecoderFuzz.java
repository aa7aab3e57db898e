package cambio.fuzz;

import cambio.spi.AuthStyle;
import cambio.spi.DecodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.HeaderFields;
import cambio.spi.ProviderAdapter;
import cambio.spi.Quirks;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.testkit.EventLog;
import java.net.URI;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of one dialect, which the environment names: it never throws, emits nothing after a
 * failure or its end, says the same however the bytes are cut, and always comes to an end. The
 * first byte picks the media type, the next two the cuts.
 */
public final class DecoderFuzz {

  /** Names the dialect. */
  static final String DIALECT = "CAMBIO_FUZZ_DIALECT";

  /** How many bytes stand before the body. */
  static final int HEAD = 3;

  private static final String[] MEDIA_TYPES = {
    "text/event-stream",
    "application/json",
    "application/vnd.amazon.eventstream",
    "application/x-ndjson",
    "text/event-stream; charset=utf-8",
    "text/html",
    ""
  };

  private static final EndpointSpec ENDPOINT =
      new EndpointSpec(
          "fuzz",
          "fuzz",
          "model",
          URI.create("https://host.invalid/v1"),
          AuthStyle.BEARER,
          null,
          null,
          null,
          Quirks.none());

  private static @Nullable ProviderAdapter adapter;

  private DecoderFuzz() {}

  /** The bytes that stand for this media type before a seed's body. */
  static byte[] head(String mediaType) {
    int index = Math.max(0, Arrays.asList(MEDIA_TYPES).indexOf(mediaType));
    return new byte[] {(byte) index, 0, 0};
  }

  /** Finds the adapter; called once, before the first bytes. */
  public static void fuzzerInitialize() {
    adapter = FuzzTargets.adapter(System.getenv().getOrDefault(DIALECT, ""));
  }

  private static ProviderAdapter adapter() {
    return Objects.requireNonNull(adapter, "fuzzerInitialize");
  }

  /** Decodes the bytes twice, whole and cut. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < HEAD) {
      return;
    }
    String mediaType = MEDIA_TYPES[(data[0] & 0xFF) % MEDIA_TYPES.length];
    HeaderFields headers =
        mediaType.isEmpty() ? HeaderFields.empty() : HeaderFields.of("content-type", mediaType);
    ResponseHead head = new ResponseHead(200, headers);
    byte[] body = Arrays.copyOfRange(data, HEAD, data.length);
    EventLog whole = decode(head, body, new int[0]);
    Random random = new Random((data[1] & 0xFF) << 8 | data[2] & 0xFF);
    int[] cuts =
        body.length < 2
            ? new int[0]
            : random.ints(1 + random.nextInt(8), 1, body.length).sorted().distinct().toArray();
    EventLog cut = decode(head, body, cuts);
    boolean same =
        whole.events().equals(cut.events())
            && String.valueOf(whole.failure()).equals(String.valueOf(cut.failure()));
    if (!same) {
      throw new IllegalStateException(
          "cut at " + Arrays.toString(cuts) + ": " + cut.answer() + ", whole: " + whole.answer());
    }
    if (adapter().classify(new ResponseHead(500, headers), body).message().isBlank()) {
      throw new IllegalStateException("a failure without a message");
    }
  }

  private static EventLog decode(ResponseHead head, byte[] body, int[] cuts) {
    EventLog log = new EventLog();
    ResponseDecoder decoder = adapter().decoder(new DecodeContext(head, ENDPOINT, true));
    int from = 0;
    for (int cut : cuts) {
      decoder.feed(body, from, cut - from, log);
      from = cut;
    }
    decoder.feed(body, from, body.length - from, log);
    decoder.end(log);
    int events = log.events().size();
    decoder.feed(body, 0, body.length, log);
    decoder.end(log);
    if (!decoder.done() || log.events().size() != events) {
      throw new IllegalStateException("the decoder goes on after its end");
    }
    return log;
  }
}
