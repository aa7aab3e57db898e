package com.example.acme;

import cambio.spi.ProviderAdapter;
import cambio.spi.Quirks;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Fixture;
import cambio.testkit.Json;
import cambio.testkit.Members;
import cambio.testkit.RecordedDialect;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** How Acme's traffic is read without the adapter. */
final class AcmeDialect implements RecordedDialect {

  @Override
  public ProviderAdapter adapter() {
    return new AcmeAdapter();
  }

  @Override
  public Set<String> apis() {
    return Set.of("acme.talk");
  }

  @Override
  public RecordedRequest read(Recording recording) {
    Members body = Members.of("$", recording.request());
    List<Message> turns =
        body.list("turns").stream().map(turn -> Message.user(turn.path("says").asText())).toList();
    GenerationRequest request =
        GenerationRequest.of(turns).withStream(Boolean.TRUE.equals(body.bool("stream")));
    String model = body.requiredText("model");
    body.requireAllRead();
    String base = recording.path().replaceFirst("/talk$", "");
    return RecordedRequest.of(
        request, model, URI.create("https://host.invalid" + base), Quirks.none());
  }

  @Override
  public Answer expected(Recording recording) {
    AnswerBuilder answer = new AnswerBuilder();
    for (String line : recording.text().split("\n")) {
      JsonNode json = Json.parse(line);
      answer.choice(0).text(json.path("say").asText(""));
      if (json.has("over")) {
        answer.choice(0).finish(FinishReason.STOP, json.path("over").asText());
        answer.usage(Usage.of(json.path("read_tokens").asInt(), json.path("wrote_tokens").asInt()));
      }
    }
    return answer.build();
  }

  @Override
  public List<Rule> rules() {
    return List.of();
  }

  @Override
  public List<Fixture> fixtures() {
    AnswerBuilder hello = new AnswerBuilder().usage(Usage.of(3, 2));
    hello.choice(0).text("hello").finish(FinishReason.STOP, "done");
    return List.of(
        Fixture.of(
            "lines",
            "application/x-ndjson",
            true,
            "{\"say\":\"hel\"}\n{\"say\":\"lo\"}\n{\"over\":\"done\",\"read_tokens\":3,\"wrote_tokens\":2}\n",
            hello.build()),
        Fixture.of(
            "one answer",
            "application/json",
            false,
            "{\"say\":\"hello\",\"over\":\"done\",\"read_tokens\":3,\"wrote_tokens\":2}",
            hello.build()));
  }

  /** A frame of this dialect is a line. */
  @Override
  public byte[] endlessFrame() {
    return "{\"say\":\"".getBytes(StandardCharsets.UTF_8);
  }
}
