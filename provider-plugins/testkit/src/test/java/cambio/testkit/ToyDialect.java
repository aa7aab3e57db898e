package cambio.testkit;

import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.Quirks;
import cambio.spi.SpiVersion;
import cambio.spi.event.FinishReason;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** How the toy dialect's traffic is read. */
public final class ToyDialect implements RecordedDialect {

  /** The plugin as a jar would bring it. */
  public static final class ToyPlugin implements ProviderPlugin {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public int spiVersion() {
      return SpiVersion.CURRENT;
    }

    @Override
    public List<ProviderAdapter> adapters() {
      return List.of(new ToyAdapter());
    }
  }

  @Override
  public ProviderAdapter adapter() {
    return new ToyPlugin().adapters().getFirst();
  }

  @Override
  public Set<String> apis() {
    return Set.of("toy.chat");
  }

  @Override
  public RecordedRequest read(Recording recording) {
    Members members = Members.of("$", recording.request());
    List<Message> say = members.list("say").stream().map(n -> Message.user(n.asText())).toList();
    String model = members.requiredText("model");
    members.requireAllRead();
    String base = recording.path().replaceFirst("/toy$", "");
    return RecordedRequest.of(
        GenerationRequest.of(say), model, URI.create("https://host.invalid" + base), Quirks.none());
  }

  @Override
  public Answer expected(Recording recording) {
    AnswerBuilder answer = new AnswerBuilder();
    for (String line : recording.text().split("\n")) {
      JsonNode json = Json.parse(line.replaceFirst("^data: ", ""));
      answer.choice(0).text(json.path("text").asText(""));
      if (json.has("end")) {
        answer.choice(0).finish(FinishReason.STOP, json.path("end").asText());
      }
    }
    return answer.build();
  }

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.equivalenceAt(
            "$.loud", "loud is off", "loud is false by default", (d, r) -> d.sent() == null));
  }

  @Override
  public List<Fixture> fixtures() {
    AnswerBuilder hello = new AnswerBuilder();
    hello.choice(0).text("hello").finish(FinishReason.STOP, "stop");
    return List.of(
        Fixture.of(
            "stream",
            "text/event-stream",
            true,
            "data: {\"text\":\"hel\"}\n\ndata: {\"text\":\"lo\",\"end\":\"stop\"}\n\n",
            hello.build()),
        Fixture.of(
            "body",
            "application/json",
            false,
            "{\"text\":\"hello\",\"end\":\"stop\"}",
            hello.build()));
  }
}
