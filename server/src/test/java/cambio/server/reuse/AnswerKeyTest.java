package cambio.server.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.plan.Entitlements;
import cambio.router.plan.Principal;
import cambio.router.plan.RouteNotes;
import cambio.router.plan.RouteRequest;
import cambio.server.execution.CallContext;
import cambio.server.execution.GenerationCall;
import cambio.server.surface.chat.ChatRequest;
import cambio.server.surface.chat.ChatRequestReader;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.Extras;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies ask for the same answer. */
class AnswerKeyTest {

  private static final String BASE =
      "\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  private static String key(String members) {
    return key(members, "k1", "ws", "openai");
  }

  private static String key(String members, String keyId, String workspace, String surface) {
    ChatRequest chat =
        ChatRequestReader.read(("{" + members + "}").getBytes(StandardCharsets.UTF_8));
    return AnswerKey.of(
        new GenerationCall(
            chat.request(), chat.route(), chat.delivery(), context(keyId, workspace, surface)));
  }

  private static CallContext context(String keyId, String workspace, String surface) {
    return new CallContext(
        "req",
        "gen",
        surface,
        new Principal("org", workspace, keyId, null, Entitlements.all()),
        Instant.now(),
        Duration.ofSeconds(1),
        null,
        null,
        null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"stream\":true",
        "\"user\":\"u1\"",
        "\"metadata\":{\"a\":\"b\"}",
        "\"stream_options\":{\"include_usage\":true}",
        "\"prompt_cache_key\":\"c1\"",
        "\"session_id\":\"s1\"",
        "\"provider\":{}",
        "\"temperature\":null"
      })
  void whatCannotChangeTheAnswerDoesNotCount(String member) {
    assertThat(key(BASE + "," + member)).isEqualTo(key(BASE));
    assertThat(key(member + "," + BASE)).isEqualTo(key(BASE));
  }

  @Test
  void whatCanChangeTheAnswerCounts() {
    List<String> bodies = new ArrayList<>(List.of(BASE, BASE.replace("hi", "ho")));
    for (String member :
        List.of(
            "\"temperature\":0",
            "\"temperature\":1",
            "\"top_p\":0.5",
            "\"seed\":7",
            "\"seed\":8",
            "\"max_tokens\":7",
            "\"n\":2",
            "\"stop\":[\"x\"]",
            "\"logit_bias\":{\"1\":2}",
            "\"reasoning\":{\"effort\":\"low\"}",
            "\"response_format\":{\"type\":\"json_object\"}",
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}}",
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],\"tool_choice\":\"none\"",
            "\"models\":[\"c/d\"]",
            "\"provider\":{\"order\":[\"x\"]}",
            "\"provider\":{\"sort\":\"price\"}",
            "\"transforms\":[\"middle-out\"]",
            "\"service_tier\":\"flex\"",
            "\"top_k\":4",
            "\"some_extra\":{\"a\":1}",
            "\"some_extra\":{\"a\":2}")) {
      bodies.add(BASE + "," + member);
    }
    Set<String> keys = new HashSet<>();
    for (String body : bodies) {
      assertThat(keys.add(key(body))).as(body).isTrue();
    }
    assertThat(keys.add(key(BASE, "k2", "ws", "openai"))).isTrue();
    assertThat(keys.add(key(BASE, "k1", "ws2", "openai"))).isTrue();
    assertThat(keys.add(key(BASE, "k1", "ws", "openrouter"))).isTrue();
  }

  @Test
  void everyKindOfPartCanBeCompared() {
    String all =
        """
        "model":"a/b","messages":[
          {"role":"system","content":"s"},
          {"role":"user","content":[{"type":"text","text":"t"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},
            {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},
            {"type":"file","file":{"filename":"f.pdf","file_data":"data:application/pdf;base64,AAAA"}}]},
          {"role":"assistant","content":null,"tool_calls":[
            {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"c","content":"42"}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
        "modalities":["text","audio"],"audio":{"voice":"v","format":"wav"}\
        """;
    assertThat(key(all)).isEqualTo(key(all)).isNotEqualTo(key(all.replace("AAAA", "AAAB")));
  }

  @Test
  void embeddingsAreToldApartByTheirInputs() {
    assertThat(embedding("a", null)).isEqualTo(embedding("a", "user"));
    assertThat(embedding("a", null)).isNotEqualTo(embedding("b", null));
  }

  private static String embedding(String text, @Nullable String user) {
    return AnswerKey.of(
        GenerationCall.of(
            new EmbeddingRequest(List.of(text), null, null, user, Extras.none()),
            new RouteRequest(List.of("a/b"), cambio.router.plan.RoutePreferences.none())
                .withNotes(RouteNotes.none()),
            context("k1", "ws", "openai")));
  }

  @Test
  void mapsAndSetsHaveNoOrder() {
    assertThat(new CanonicalDigest().add(Map.of("a", 1, "b", 2, "c", 3)).finish())
        .isEqualTo(
            new CanonicalDigest()
                .add(new java.util.TreeMap<>(Map.of("c", 3, "b", 2, "a", 1)))
                .finish());
    assertThat(new CanonicalDigest().add(List.of("ab", "c")).finish())
        .isNotEqualTo(new CanonicalDigest().add(List.of("a", "bc")).finish());
  }
}
