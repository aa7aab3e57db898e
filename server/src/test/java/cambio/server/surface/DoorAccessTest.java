package cambio.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.auth.Access;
import cambio.server.config.DataSettings;
import cambio.server.idempotency.Idempotency;
import cambio.server.idempotency.IdempotencyFixture;
import cambio.server.store.GenerationStore;
import cambio.server.store.JdbcGenerationStore;
import cambio.server.surface.openai.OpenAiDoor;
import cambio.server.surface.openrouter.OpenRouterAccount;
import cambio.server.surface.openrouter.OpenRouterDoor;
import cambio.server.surface.openrouter.OpenRouterKeys;
import cambio.server.tenant.Administrator;
import cambio.server.tenant.ApiKey;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.NewKey;
import cambio.server.tenant.TenantFixture;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every path of the compatible doors with every kind of key, taken from what the doors bind; and
 * OpenRouter's key paths, into a real database. A path that is added fails here until it is listed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorAccessTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEYS = "/api/v1/keys";

  /** What each path asks; null for what is answered without a key, because nothing is there. */
  private static final Map<String, @Nullable Access> PATHS = new HashMap<>();

  static {
    PATHS.put("POST /v1/chat/completions", Access.GENERATE);
    PATHS.put("POST /api/v1/chat/completions", Access.GENERATE);
    PATHS.put("POST /v1/embeddings", Access.GENERATE);
    PATHS.put("POST /api/v1/embeddings", Access.GENERATE);
    PATHS.put("GET /v1/models", Access.ANY_KEY);
    PATHS.put("GET /v1/models/*", Access.ANY_KEY);
    PATHS.put("GET /api/v1/models", Access.ANY_KEY);
    PATHS.put("GET /api/v1/models/count", Access.ANY_KEY);
    PATHS.put("GET /api/v1/models/:author/:slug/endpoints", Access.ANY_KEY);
    PATHS.put("GET /api/v1/model/:author/:slug", Access.ANY_KEY);
    PATHS.put("GET /api/v1/providers", Access.ANY_KEY);
    PATHS.put("GET /api/v1/key", Access.ANY_KEY);
    PATHS.put("GET /api/v1/credits", Access.ANY_KEY);
    PATHS.put("GET /api/v1/generation", Access.ANY_KEY);
    PATHS.put("GET " + KEYS, Access.MANAGE);
    PATHS.put("POST " + KEYS, Access.MANAGE);
    PATHS.put("GET " + KEYS + "/:hash", Access.MANAGE);
    PATHS.put("PATCH " + KEYS + "/:hash", Access.MANAGE);
    PATHS.put("DELETE " + KEYS + "/:hash", Access.MANAGE);
    PATHS.put("/v1/*", null);
    PATHS.put("/api/v1/*", null);
  }

  @SuppressWarnings("NullAway.Init")
  private TenantFixture tenants;

  @SuppressWarnings("NullAway.Init")
  private GenerationStore generations;

  @SuppressWarnings("NullAway.Init")
  private Idempotency idempotency;

  @SuppressWarnings("NullAway.Init")
  private Server server;

  @SuppressWarnings("NullAway.Init")
  private WebClient client;

  @SuppressWarnings("NullAway.Init")
  private NewKey operator;

  @SuppressWarnings("NullAway.Init")
  private NewKey theirs;

  @BeforeAll
  void start(@TempDir Path directory) {
    InstantSource clock = InstantSource.fixed(DoorFixtures.NOW);
    tenants = new TenantFixture(new DataSettings(directory), clock);
    generations = JdbcGenerationStore.open(new DataSettings(directory));
    tenants.organization("ours");
    tenants.organization("theirs");
    operator = tenants.operatorKey();
    theirs = tenants.key("theirs", "default", KeyKind.INFERENCE);
    ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    idempotency = IdempotencyFixture.inMemory(clock, background);
    DoorContext context =
        new DoorContext(
            new ScriptedEngine(),
            idempotency,
            tenants::identify,
            DoorFixtures::catalog,
            DoorFixtures::availability,
            clock,
            new GenerationIds(clock, new Random(7)),
            1 << 20,
            new RequestBodies(Long.MAX_VALUE),
            Duration.ofSeconds(30),
            background);
    ServerBuilder builder = Server.builder().http(0);
    new OpenAiDoor(context).bindTo(builder);
    new OpenRouterDoor(context).bindTo(builder);
    new OpenRouterKeys(context, tenants.administration(), tenants.ledger()).bindTo(builder);
    new OpenRouterAccount(context, tenants.ledger(), generations).bindTo(builder);
    server = builder.build();
    server.start().join();
    client = WebClient.of("http://127.0.0.1:" + server.activeLocalPort());
  }

  @AfterAll
  void stop() {
    var unused = server.stop();
    idempotency.close();
    generations.close();
    tenants.close();
  }

  private AggregatedHttpResponse send(
      HttpMethod method, String path, @Nullable String key, String body) {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(method, path).set("content-type", "application/json");
    if (key != null) {
      headers.set("authorization", "Bearer " + key);
    }
    return client.execute(headers.build(), HttpData.ofUtf8(body)).aggregate().join();
  }

  private static JsonNode json(AggregatedHttpResponse response) {
    try {
      return JSON.readTree(response.contentUtf8());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(response.contentUtf8(), e);
    }
  }

  /** Every method and path that is bound. */
  private List<String> bound() {
    List<String> bound = new ArrayList<>();
    for (ServiceConfig config : server.config().serviceConfigs()) {
      Route route = config.route();
      if (route.patternString().endsWith("/*") && route.methods().size() > 3) {
        bound.add(route.patternString());
      } else {
        route.methods().forEach(method -> bound.add(method.name() + " " + route.patternString()));
      }
    }
    return bound;
  }

  @Test
  void everyBoundPathIsListed() {
    assertThat(bound()).isNotEmpty().allMatch(PATHS::containsKey, "is listed above");
  }

  @Test
  void eachPathTakesTheKeysThatItAsksFor() {
    NewKey revoked = tenants.key("ours", "default", KeyKind.MANAGEMENT);
    tenants.administration().keys().delete(Administrator.OPERATOR, revoked.key().id());
    PATHS.forEach((path, access) -> {
      if (access == null) {
        return;
      }
      HttpMethod method = HttpMethod.valueOf(path.substring(0, path.indexOf(' ')));
      String at =
          path.substring(path.indexOf(' ') + 1)
              .replace("/*", "/x/y")
              .replace(":hash", theirs.key().id())
              .replace(":author", "a")
              .replace(":slug", "b");
      assertThat(send(method, at, null, "").status().code()).as(path).isEqualTo(401);
      assertThat(send(method, at, "bad", "").status().code()).as(path).isEqualTo(401);
      assertThat(send(method, at, revoked.secret(), "").status().code()).as(path).isEqualTo(401);
      int inference = send(method, at, theirs.secret(), "").status().code();
      int management =
          send(method, at, tenants.key("ours", "default", KeyKind.MANAGEMENT).secret(), "")
              .status()
              .code();
      switch (access) {
        case GENERATE -> {
          assertThat(inference).as(path).isNotIn(401, 403);
          assertThat(management).as(path).isEqualTo(403);
        }
        case ANY_KEY -> {
          assertThat(inference).as(path).isNotIn(401, 403);
          assertThat(management).as(path).isNotIn(401, 403);
        }
        case MANAGE -> {
          assertThat(inference).as(path).isEqualTo(403);
          // What is named by a hash is the other organisation's.
          assertThat(management)
              .as(path)
              .isIn(at.endsWith("keys") ? List.of(200, 400) : List.of(404, 400));
        }
      }
    });
  }

  @Test
  void aKeyLivesThroughAllPaths() {
    AggregatedHttpResponse made =
        send(
            HttpMethod.POST,
            KEYS,
            operator.secret(),
            "{\"name\":\"app\",\"limit\":12.5,\"limit_reset\":\"weekly\",\"external\":{\"user\":\"u1\"},"
                + "\"expires_at\":\"2099-01-01T00:00:00Z\"}");
    assertThat(made.status().code()).as(made.contentUtf8()).isEqualTo(201);
    String secret = json(made).path("key").asText();
    JsonNode data = json(made).path("data");
    String hash = data.path("hash").asText();
    assertThat(hash).isEqualTo(ApiKey.hash(secret));
    assertThat(data.path("limit").asText()).isEqualTo("12.5");
    assertThat(data.path("limit_remaining").asText()).isEqualTo("12.5");
    assertThat(data.path("external_user").asText()).isEqualTo("u1");
    JsonNode current = json(send(HttpMethod.GET, "/api/v1/key", secret, "")).path("data");
    assertThat(current.path("is_management_key").asBoolean()).isFalse();
    assertThat(current.path("limit_reset").asText()).isEqualTo("weekly");
    JsonNode changed =
        json(send(
                HttpMethod.PATCH,
                KEYS + "/" + hash,
                operator.secret(),
                "{\"disabled\":true,\"limit\":null}"))
            .path("data");
    assertThat(changed.path("disabled").asBoolean()).isTrue();
    assertThat(changed.path("limit").isNull()).isTrue();
    assertThat(send(HttpMethod.GET, "/api/v1/key", secret, "").status().code()).isEqualTo(401);
    assertThat(json(send(HttpMethod.GET, KEYS, operator.secret(), "")).toString())
        .doesNotContain(hash);
    assertThat(
            json(send(HttpMethod.GET, KEYS + "?include_disabled=true", operator.secret(), ""))
                .toString())
        .contains(hash)
        .doesNotContain(secret);
    assertThat(send(HttpMethod.DELETE, KEYS + "/" + hash, operator.secret(), "").contentUtf8())
        .isEqualTo("{\"deleted\":true}");
    assertThat(send(HttpMethod.GET, KEYS + "/" + hash, operator.secret(), "").status().code())
        .isEqualTo(404);
  }

  @Test
  void badBodiesAreRefusedByNameAndMakeNothing() {
    Map<String, String> bad = new HashMap<>();
    bad.put("{}", "name");
    bad.put("{\"name\":\"\"}", "name");
    bad.put("{\"name\":7}", "name");
    bad.put("{\"name\":\"a\\u0000b\"}", "name");
    bad.put("{\"name\":\"a\",\"limit\":-1}", "limit");
    bad.put("{\"name\":\"a\",\"limit\":\"5\"}", "limit");
    bad.put("{\"name\":\"a\",\"limit\":0.0000000000000001}", "limit");
    bad.put("{\"name\":\"a\",\"limit\":1e999}", "limit");
    bad.put("{\"name\":\"a\",\"limit\":1e18}", "limit");
    bad.put("{\"name\":\"a\",\"limit_reset\":\"hourly\"}", "limit_reset");
    bad.put("{\"name\":\"a\",\"expires_at\":\"soon\"}", "expires_at");
    bad.put("{\"name\":\"a\",\"expires_at\":\"2001-01-01T00:00:00Z\"}", "expires_at");
    bad.put("{\"name\":\"a\",\"limt\":5}", "limt");
    bad.put("{\"name\":\"a\",\"workspace_id\":\"../x\"}", "workspace_id");
    bad.put("{\"name\":\"a\",\"external\":{\"user\":\"\"}}", "external.user");
    String before = send(HttpMethod.GET, KEYS, operator.secret(), "").contentUtf8();
    bad.forEach((body, field) -> {
      AggregatedHttpResponse refused = send(HttpMethod.POST, KEYS, operator.secret(), body);
      assertThat(refused.status().code()).as(body).isEqualTo(400);
      assertThat(json(refused).at("/error/code").asInt()).isEqualTo(400);
      assertThat(json(refused).at("/error/metadata/param").asText()).as(body).isEqualTo(field);
    });
    for (String body : List.of("", "[", "[]", "{\"name\":\"a\",\"name\":\"b\"}", "null", "{}x")) {
      assertThat(send(HttpMethod.POST, KEYS, operator.secret(), body).status().code())
          .as(body)
          .isEqualTo(400);
    }
    for (String gone : List.of("nobody", "nowhere")) {
      String body = "{\"name\":\"a\",\"workspace_id\":\"" + gone + "\"}";
      assertThat(send(HttpMethod.POST, KEYS, operator.secret(), body).status().code())
          .isEqualTo(404);
    }
    assertThat(
            send(
                    HttpMethod.POST,
                    KEYS,
                    operator.secret(),
                    "{\"name\":\"" + "x".repeat(70_000) + "\"}")
                .status()
                .code())
        .isEqualTo(413);
    assertThat(send(HttpMethod.GET, KEYS, operator.secret(), "").contentUtf8()).isEqualTo(before);
  }
}
