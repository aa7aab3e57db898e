package cambio.server.surface;

import cambio.router.plan.Entitlements;
import cambio.router.plan.Principal;
import cambio.server.auth.Authenticator;
import cambio.server.auth.Caller;
import cambio.server.idempotency.Idempotency;
import cambio.server.idempotency.IdempotencyFixture;
import cambio.server.surface.openai.OpenAiDoor;
import cambio.server.surface.openrouter.OpenRouterDoor;
import cambio.server.tenant.KeyKind;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.testkit.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Both doors on a real port, and a client that knows nothing of them. */
final class DoorServer implements AutoCloseable {

  static final String KEY = "sk-test";
  static final String OTHER_KEY = "sk-other";
  static final int MAX_BODY = 4 * 1024 * 1024;

  private static final Caller OTHER =
      new Caller(
          new Principal("default", "default", "other", null, Entitlements.all()),
          KeyKind.INFERENCE);

  final ScriptedEngine engine = new ScriptedEngine();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server;
  private final Idempotency idempotency;

  DoorServer() {
    this(Duration.ofMinutes(2));
  }

  DoorServer(Duration timeout) {
    this(timeout, new RequestBodies(Long.MAX_VALUE));
  }

  DoorServer(Duration timeout, RequestBodies bodies) {
    Authenticator authenticator =
        presented -> {
          if (("Bearer " + KEY).equals(presented.authorization())
              || KEY.equals(presented.apiKey())) {
            return CompletableFuture.completedFuture(Caller.ANONYMOUS);
          }
          if (("Bearer " + OTHER_KEY).equals(presented.authorization())) {
            return CompletableFuture.completedFuture(OTHER);
          }
          return CompletableFuture.failedFuture(
              new FailureException(
                  Failure.of(FailureKind.AUTHENTICATION, "No such key. Make one.")));
        };
    InstantSource clock = InstantSource.fixed(DoorFixtures.NOW);
    ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    idempotency = IdempotencyFixture.inMemory(clock, background);
    DoorContext context =
        new DoorContext(
            engine,
            idempotency,
            authenticator,
            DoorFixtures::catalog,
            DoorFixtures::availability,
            clock,
            new GenerationIds(clock, new Random(7)),
            MAX_BODY,
            bodies,
            timeout,
            background);
    ServerBuilder builder = Server.builder().http(0);
    new OpenAiDoor(context).bindTo(builder);
    new OpenRouterDoor(context).bindTo(builder);
    new NativeRestNotice().bindTo(builder);
    server = builder.build();
    server.start().join();
  }

  int port() {
    return server.activeLocalPort();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofMinutes(2))
        .header("Authorization", "Bearer " + KEY);
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The payloads of a stream's events, as they were sent. */
  static List<String> payloads(HttpResponse<String> response) {
    List<String> payloads = new ArrayList<>();
    for (String event : response.body().split("\n\n")) {
      if (!event.startsWith("data: ") || event.indexOf('\n') >= 0) {
        throw new AssertionError("no plain event: " + event);
      }
      payloads.add(event.substring("data: ".length()));
    }
    return payloads;
  }

  /** The chunks of a stream that ends as it should. */
  static List<JsonNode> chunks(HttpResponse<String> response) {
    List<String> payloads = payloads(response);
    if (!payloads.getLast().equals("[DONE]")) {
      throw new AssertionError("no clean end: " + payloads.getLast());
    }
    return payloads.subList(0, payloads.size() - 1).stream().map(Json::parse).toList();
  }

  @Override
  public void close() {
    client.shutdownNow();
    // Its last thread rests for two seconds before it ends, which nobody has to wait for.
    var unused = server.stop();
    idempotency.close();
  }
}
