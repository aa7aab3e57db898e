package cambio.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.cli.CommandLineFixture.Result;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client side only: the end-to-end tests run it against a real router. */
class ChatCommandTest {

  @TempDir Path directory;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "";

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @SuppressWarnings("NullAway.Init")
  private CommandLineFixture cambio;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
          exchange.getResponseHeaders().set("x-cambio-model", "cambio/tiny-chat");
          exchange.getResponseHeaders().set("x-cambio-provider", "local");
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    cambio = new CommandLineFixture(directory);
    cambio.environment.putAll(
        Map.of(
            "CAMBIO_URL",
            "http://127.0.0.1:" + server.getAddress().getPort() + "/",
            "CAMBIO_KEY",
            "sk-mine"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anAnswerIsStreamedAndWhatServedItIsTold() {
    answer =
        """
        data: {"choices":[{"delta":{"role":"assistant","content":null}}]}

        : comment
        data: {"choices":[{"delta":{"content":"Hel"}}]}

        data: {"choices":[{"delta":{"content":"lo"}}]}

        data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"cost":0.000000012}}

        data: [DONE]

        """;
    Result result = cambio.run("chat", "Say", "hello", "--max-tokens", "9");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("Hello\n");
    assertThat(result.err())
        .startsWith(
            "[cambio/tiny-chat by local, 3 tokens in, 2 out, 0.000000012 USD, first token after ");
    assertThat(bodies.getFirst())
        .contains(
            "\"model\":\"cambio/tiny-chat\"", "\"content\":\"Say hello\"", "\"max_tokens\":9");
    assertThat(keys).containsExactly("Bearer sk-mine");
  }

  @Test
  void standardInputIsTheQuestionWhereThereIsNoArgument() {
    answer = "data: {\"choices\":[{\"delta\":{\"content\":\"ok\"}}]}\n\ndata: [DONE]\n\n";
    assertThat(cambio.input("two\nlines").run("chat", "--quiet", "-m", "a/b"))
        .isEqualTo(new Result(0, "ok\n", ""));
    assertThat(bodies.getFirst()).contains("two\\nlines", "\"model\":\"a/b\"");
    assertThat(cambio.input(" ").run("chat").err()).contains("nothing was asked");
  }

  @Test
  void failuresAreTold() {
    status = 401;
    answer = "{\"error\":{\"message\":\"The API key is not known here.\"}}";
    assertThat(cambio.run("chat", "x"))
        .isEqualTo(new Result(1, "", "401: The API key is not known here.\n"));
    status = 200;
    answer = "data: {\"choices\":[{\"delta\":{\"content\":\"par\"}}]}\n\n";
    assertThat(cambio.run("chat", "x").err()).contains("broke off before its end");
    answer = "data: {\"error\":{\"message\":\"gone\"}}\n\n";
    assertThat(cambio.run("chat", "x").err()).contains("the answer broke off: gone");
    server.stop(0);
    assertThat(cambio.run("chat", "x").err()).contains("no router answers at http://127.0.0.1:");
  }
}
