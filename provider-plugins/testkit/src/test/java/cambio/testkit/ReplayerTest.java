package cambio.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kit finds what is wrong: a contract that cannot fail proves nothing. */
class ReplayerTest {

  private final ToyDialect dialect = new ToyDialect();

  @Test
  void goodExchangePasses() {
    Outcome outcome = check("{\"model\":\"m\",\"say\":[\"hi\"]}", "{\"text\":\"a\",\"end\":\"x\"}");
    assertThat(outcome.misses()).isEmpty();
    assertThat(outcome.rules()).isEmpty();
  }

  @Test
  void unknownMemberIsAMissOfTheRequest() {
    Outcome outcome =
        check("{\"model\":\"m\",\"say\":[],\"new\":1}", "{\"text\":\"a\",\"end\":\"x\"}");
    assertThat(outcome.misses()).containsOnlyKeys(Outcome.Aspect.REQUEST);
    assertThat(outcome.describe()).contains("$.new");
  }

  @Test
  void wrongAnswerIsAMiss() {
    // The member is repeated: a tree keeps the last one, the toy adapter joins them.
    Outcome outcome =
        check("{\"model\":\"m\",\"say\":[]}", "{\"text\":\"a\",\"text\":\"b\",\"end\":\"x\"}");
    assertThat(outcome.misses()).containsOnlyKeys(Outcome.Aspect.ANSWER);
  }

  @Test
  void differencesAreListedByValue() {
    List<Difference> differences =
        JsonDiff.between(
            Json.parse("{\"a\":1,\"b\":[1,{\"c\":\"x\"}],\"d\":null}"),
            Json.parse("{\"a\":1.0,\"b\":[1,{\"c\":\"y\"},3]}"));
    assertThat(differences)
        .extracting(Difference::path)
        .containsExactly("$.b[1].c", "$.b[2]", "$.d");
    assertThat(differences.getFirst().shape()).isEqualTo("$.b[].c");
  }

  @Test
  void exceptionsOverTheLimitFailTheReport() {
    ReplayReport report = new ReplayReport("toy-chat");
    Rule rule = Rule.exception("x", "y", (d, r) -> true);
    Recording recording = recording("{}", "{}");
    for (int i = 0; i < 49; i++) {
      report.add(new Outcome(recording, Map.of(), java.util.Set.of()));
    }
    report.add(new Outcome(recording, Map.of(), java.util.Set.of(rule)));
    assertThat(report.exceptionsWithinLimit()).isTrue();
    report.add(new Outcome(recording, Map.of(), java.util.Set.of(rule)));
    assertThat(report.exceptionsWithinLimit()).isFalse();
    assertThat(report.table()).contains("2x EXCEPTION x: y");
  }

  private Outcome check(String request, String response) {
    return new Replayer(dialect).check(recording(request, response));
  }

  private static Recording recording(String request, String response) {
    return Recording.of(
        Json.of(
            Map.of(
                "id", "toy-1",
                "api", "toy.chat",
                "features", List.of("tools"),
                "request",
                    Map.of("method", "POST", "path", "/v1/toy", "body_json", Json.parse(request)),
                "response",
                    Map.of(
                        "status",
                        200,
                        "headers",
                        Map.of("content-type", "application/json"),
                        "body_text",
                        response))));
  }
}
