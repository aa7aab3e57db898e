package cambio.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.Await;
import cambio.testkit.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that arrive at once have a bound together, in the dialect of whoever comes too late. */
class RequestBodiesTest {

  private static final int BOUND = 64 * 1024;

  private final RequestBodies bodies = new RequestBodies(BOUND);

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/api/v1/chat/completions"})
  void whatIsOverTheBoundIsToldToComeBack(String path) throws IOException {
    String late = body(8 * 1024);
    try (DoorServer doors = new DoorServer(Duration.ofMinutes(2), bodies);
        Socket slow = new Socket("127.0.0.1", doors.port())) {
      String early = body(60 * 1024);
      int part = early.length() - 1;
      send(slow, head(path, early.length()) + early.substring(0, part));
      await(held -> held == part);

      for (boolean announced : new boolean[] {true, false}) {
        HttpResponse<String> refused = doors.send(post(doors, path, late, announced));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        JsonNode error = Json.parse(refused.body()).path("error");
        assertThat(error.path("message").asText()).contains("Send the request again");
        if (path.startsWith("/api")) {
          assertThat(error.path("code").asInt()).isEqualTo(503);
        } else {
          assertThat(error.path("type").asText()).isEqualTo("server_error");
        }
      }
      await(held -> held == part);

      // Once the early one is through, there is room again: it is read, if only to be refused.
      send(slow, early.substring(part));
      await(held -> held == 0);
      assertThat(doors.send(post(doors, path, late, true)).statusCode()).isEqualTo(400);
    }
    await(held -> held == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/api/v1/chat/completions"})
  void whoLeavesGivesItsRoomBack(String path) throws IOException {
    try (DoorServer doors = new DoorServer(Duration.ofMinutes(2), bodies)) {
      try (Socket slow = new Socket("127.0.0.1", doors.port())) {
        send(slow, head(path, BOUND) + "x".repeat(BOUND / 2));
        await(held -> held == BOUND / 2);
      }
      await(held -> held == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/api/v1/chat/completions"})
  void whoMerelyAnnouncesMuchHoldsBackNobody(String path) throws IOException {
    try (DoorServer doors = new DoorServer(Duration.ofMinutes(2), bodies);
        Socket slow = new Socket("127.0.0.1", doors.port())) {
      send(slow, head(path, 1024 * 1024) + "{");
      await(held -> held == 1);
      assertThat(doors.send(post(doors, path, body(8 * 1024), true)).statusCode()).isEqualTo(400);
    }
  }

  /** A body of this length that is read to its end and then refused: the engine is not needed. */
  private static String body(int length) {
    String start = "{\"model\":\"acme/large\",\"messages\":[{\"role\":\"nobody\",\"content\":\"";
    String end = "\"}]}";
    return start + "x".repeat(length - start.length() - end.length()) + end;
  }

  private static String head(String path, int length) {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
        + DoorServer.KEY
        + "\r\ncontent-type: application/json\r\ncontent-length: "
        + length
        + "\r\n\r\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static HttpRequest post(DoorServer doors, String path, String body, boolean announced) {
    HttpRequest.BodyPublisher whole = HttpRequest.BodyPublishers.ofString(body);
    return doors
        .request(path)
        .header("Content-Type", "application/json")
        .POST(announced ? whole : HttpRequest.BodyPublishers.fromPublisher(whole))
        .build();
  }

  private void await(LongPredicate wanted) {
    Await.until("bodies to be held, or let go", () -> wanted.test(bodies.held()));
  }
}
