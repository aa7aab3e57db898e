package cambio.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Adjustment;
import cambio.spi.request.CacheHint;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolOptions;
import cambio.testkit.Encoded;
import cambio.testkit.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheEncodingTest {

  private static final CacheHint USUAL = new CacheHint(null);
  private static final ToolOptions TOOLS =
      new ToolOptions(
          List.of(
              new Tool.Function("a", null, null, null, null),
              new Tool.Function("b", null, null, null, null)),
          null,
          null);

  @Test
  void breakpointsStandWhereTheCallerSetThem() {
    List<Message> messages =
        List.of(
            new Message.User(
                List.of(
                    new ContentPart.Text("a", new CacheHint(Duration.ofHours(1))),
                    new ContentPart.Text("b", new CacheHint(Duration.ofMinutes(5))),
                    new ContentPart.Text("c", USUAL)),
                null,
                Extras.none()));
    Encoded sent = Encoding.of(GenerationRequest.of(messages));
    assertThat(sent.at("/messages/0/content/0/cache_control"))
        .isEqualTo(Json.parse("{\"type\":\"ephemeral\",\"ttl\":\"1h\"}"));
    assertThat(sent.at("/messages/0/content/1/cache_control/ttl").asText()).isEqualTo("5m");
    assertThat(sent.at("/messages/0/content/2/cache_control").has("ttl")).isFalse();
    Encoded shortOnly = Encoding.of(GenerationRequest.of(messages), "long_cache", "false");
    assertThat(shortOnly.at("/messages/0/content/0/cache_control/ttl").asText()).isEqualTo("5m");
    assertThat(shortOnly.adjusted(Adjustment.Kind.CLAMPED)).containsExactly("cache_control");
  }

  @Test
  void automaticBreakpointsAreFourAtMost() {
    Encoded sent = Encoding.of(conversation().withCache(new CacheOptions(null, USUAL)));
    assertThat(sent.at("/tools/0").has("cache_control")).isFalse();
    assertThat(sent.at("/tools/1").has("cache_control")).isTrue();
    assertThat(sent.at("/system/0").has("cache_control")).isTrue();
    assertThat(sent.at("/messages/0/content").isTextual()).isTrue();
    assertThat(sent.at("/messages/2/content/0").has("cache_control")).isTrue();
    assertThat(sent.at("/messages/4/content/0").has("cache_control")).isTrue();
    assertThat(count(sent)).isEqualTo(4);
    assertThat(sent.sent().adjustments()).isEmpty();
  }

  @Test
  void endpointMaySetThemAlwaysUnlessTheCallerSetsHisOwn() {
    assertThat(count(Encoding.of(conversation(), "cache", "always"))).isEqualTo(4);
    assertThat(count(Encoding.of(conversation()))).isZero();
    List<Message> own = new ArrayList<>(conversation().messages());
    own.set(1, new Message.User(List.of(new ContentPart.Text("q", USUAL)), null, Extras.none()));
    assertThat(count(Encoding.of(conversation().withMessages(own), "cache", "always")))
        .isEqualTo(1);
  }

  @Test
  void callerMayHaveNone() {
    GenerationRequest none = conversation().withCache(new CacheOptions(null, CacheHint.OFF));
    for (String option : List.of("always", "asked", "member")) {
      assertThat(count(Encoding.of(none, "cache", option))).as(option).isZero();
    }
    assertThat(Encoding.of(none, "cache", "always").sent().adjustments()).isEmpty();
  }

  @Test
  void endpointThatCachesByItselfIsToldOnce() {
    Encoded sent =
        Encoding.of(conversation().withCache(new CacheOptions(null, USUAL)), "cache", "member");
    assertThat(sent.at("/cache_control/type").asText()).isEqualTo("ephemeral");
    assertThat(count(sent)).isEqualTo(1);
  }

  @Test
  void breakpointsOverTheLimitGoFirstFromTheOldest() {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      messages.add(
          new Message.User(List.of(new ContentPart.Text("q" + i, USUAL)), null, Extras.none()));
    }
    Encoded sent = Encoding.of(GenerationRequest.of(messages));
    assertThat(count(sent)).isEqualTo(4);
    assertThat(sent.at("/messages/5/content/0").has("cache_control")).isTrue();
    assertThat(sent.at("/messages/0/content").isTextual()).isTrue();
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("cache_control");
  }

  @Test
  void endpointWithoutCachesGetsNone() {
    GenerationRequest request = conversation().withCache(new CacheOptions(null, USUAL));
    Encoded sent = Encoding.of(request, null, Set.of("cache_control"));
    assertThat(count(sent)).isZero();
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("cache_control");
  }

  private static GenerationRequest conversation() {
    return GenerationRequest.of(
            List.of(
                Message.system("s"),
                Message.user("q1"),
                Message.assistant("a1"),
                Message.user("q2"),
                Message.assistant("a2"),
                Message.user("q3")))
        .withTools(TOOLS);
  }

  private static int count(Encoded sent) {
    return sent.body().findValues("cache_control").size();
  }
}
