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
import java.nio.charset.StandardCharsets;
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

  private static final int CHUNKS = 1_000;

  /** The dialect; its adapter is found as the server finds it. */
  @Param({"openai-chat", "anthropic-messages"})
  public String dialect = "";

  private static final DecodeContext CONTEXT =
      new DecodeContext(
          new ResponseHead(200, HeaderFields.of("content-type", "text/event-stream")),
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

  private @Nullable ProviderAdapter adapter;
  private byte[] preamble = {};
  private byte[] chunk = {};
  private byte[] end = {};

  /** Finds the adapter and writes the chunks. */
  @Setup
  public void prepare() {
    adapter =
        ServiceLoader.load(ProviderPlugin.class).stream()
            .flatMap(provider -> provider.get().adapters().stream())
            .filter(candidate -> candidate.dialect().equals(dialect))
            .findFirst()
            .orElseThrow();
    if (dialect.equals("openai-chat")) {
      preamble = openAi("{\"role\":\"assistant\",\"content\":\"\"}", "null");
      chunk = openAi("{\"content\":\" word\"}", "null");
      end =
          bytes(new String(openAi("{}", "\"stop\""), StandardCharsets.UTF_8) + "data: [DONE]\n\n");
    } else {
      preamble =
          bytes(
              "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
                  + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],"
                  + "\"usage\":{\"input_tokens\":20,\"output_tokens\":1}}}\n\n"
                  + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
                  + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n");
      chunk =
          bytes(
              "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                  + "\"delta\":{\"type\":\"text_delta\",\"text\":\" word\"}}\n\n");
      end =
          bytes(
              "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
                  + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
                  + "{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1000}}\n\n"
                  + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }
  }

  /** Decodes one stream; the figure is microseconds per 1,000 chunks. */
  @Benchmark
  public int thousandChunks() {
    Count sink = new Count();
    ResponseDecoder decoder = Objects.requireNonNull(adapter).decoder(CONTEXT);
    decoder.feed(preamble, 0, preamble.length, sink);
    for (int i = 0; i < CHUNKS; i++) {
      decoder.feed(chunk, 0, chunk.length, sink);
    }
    decoder.feed(end, 0, end.length, sink);
    decoder.end(sink);
    if (sink.events < CHUNKS) {
      throw new IllegalStateException("events: " + sink.events + " (expected: >= " + CHUNKS + ")");
    }
    return sink.events;
  }

  private static byte[] openAi(String delta, String finish) {
    return bytes(
        "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
            + "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + finish
            + "}]}\n\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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
