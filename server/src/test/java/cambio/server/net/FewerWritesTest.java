package cambio.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryOptions;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Head and body leave together, in both directions, through Armeria's real pipelines. */
class FewerWritesTest {

  private final Flushes fromServer = new Flushes();
  private final Flushes fromClient = new Flushes();

  private Server server;
  private ClientFactory factory;
  private WebClient client;

  /** Counts the flushes that had something to send; next to the socket. */
  @Sharable
  private static final class Flushes extends ChannelOutboundHandlerAdapter {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      waiting.incrementAndGet();
      context.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
      if (waiting.getAndSet(0) > 0) {
        count.incrementAndGet();
      }
      context.flush();
    }
  }

  @BeforeEach
  void start() {
    server =
        Server.builder()
            .http(new InetSocketAddress("127.0.0.1", 0))
            .childChannelPipelineCustomizer(pipeline -> {
              FewerWrites.fromCaller(pipeline);
              pipeline.addFirst(fromServer);
            })
            .service(
                "/echo",
                (context, request) ->
                    HttpResponse.of(
                        request
                            .aggregate()
                            .thenApply(asked ->
                                HttpResponse.of(HttpStatus.OK, MediaType.JSON, asked.content()))))
            .build();
    server.start().join();
    factory =
        ClientFactory.builder()
            .option(
                ClientFactoryOptions.CHANNEL_PIPELINE_CUSTOMIZER,
                pipeline -> {
                  FewerWrites.toProvider(pipeline);
                  pipeline.addFirst(fromClient);
                })
            .build();
    client =
        WebClient.builder("h1c://127.0.0.1:" + server.activeLocalPort()).factory(factory).build();
  }

  @AfterEach
  void stop() {
    factory.close();
    server.stop().join();
  }

  @Test
  void aRequestAndItsAnswerLeaveInOneFlushEach() {
    for (int call = 1; call <= 20; call++) {
      assertThat(client.post("/echo", "{\"call\":" + call + "}").aggregate().join().contentUtf8())
          .isEqualTo("{\"call\":" + call + "}");
      assertThat(fromClient.count).hasValue(call);
      assertThat(fromServer.count).hasValue(call);
    }
  }
}
