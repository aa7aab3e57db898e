package cambio.bench;

import cambio.spi.AuthStyle;
import cambio.spi.DecodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.HeaderFields;
import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.Quirks;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.event.GenerationEvent;
import java.net.URI;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to decode a stream of 1,000 chunks, each fed as it would come from the network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecodeBenchmark {

  static final int CHUNKS = 1_000;

  /** The dialect; its adapter is found as the server finds it. */
  @Param({
    "openai-chat",
    "anthropic-messages",
    "gemini",
    "bedrock-converse",
    "cohere-v2",
    "openai-responses"
  })
  public String dialect = "";

  private @Nullable ProviderAdapter adapter;
  private @Nullable DecodeContext context;
  private @Nullable DialectStream stream;

  /** Finds the adapter and writes the chunks. */
  @Setup
  public void prepare() {
    adapter =
        ServiceLoader.load(ProviderPlugin.class).stream()
            .flatMap(provider -> provider.get().adapters().stream())
            .filter(candidate -> candidate.dialect().equals(dialect))
            .findFirst()
            .orElseThrow();
    stream = DialectStream.of(dialect);
    context =
        new DecodeContext(
            new ResponseHead(200, HeaderFields.of("content-type", stream.mediaType())),
            new EndpointSpec(
                "bench",
                "bench",
                "bench",
                URI.create("http://127.0.0.1"),
                AuthStyle.NONE,
                null,
                null,
                null,
                Quirks.none()),
            true);
  }

  /** Decodes one stream; the figure is microseconds per 1,000 chunks. */
  @Benchmark
  public int thousandChunks() {
    Count sink = new Count();
    DialectStream bytes = Objects.requireNonNull(stream);
    ResponseDecoder decoder =
        Objects.requireNonNull(adapter).decoder(Objects.requireNonNull(context));
    feed(decoder, bytes.preamble(), sink);
    for (int i = 0; i < CHUNKS; i++) {
      feed(decoder, bytes.chunk(), sink);
    }
    feed(decoder, bytes.end(), sink);
    decoder.end(sink);
    if (sink.events < CHUNKS) {
      throw new IllegalStateException("events: " + sink.events + " (expected: >= " + CHUNKS + ")");
    }
    return sink.events;
  }

  private static void feed(ResponseDecoder decoder, byte[] bytes, EventSink sink) {
    decoder.feed(bytes, 0, bytes.length, sink);
  }

  /** Counts events; a failure would make the figure worthless. */
  private static final class Count implements EventSink {
    private int events;

    @Override
    public void event(GenerationEvent event) {
      events++;
    }

    @Override
    public void failed(Failure failure) {
      throw new IllegalStateException(failure.message());
    }
  }
}
