package cambio.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cambio.catalog.yaml.Problem;
import cambio.router.plan.Principal;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RouteRequest;
import cambio.server.config.ConfigFile;
import cambio.server.execution.CallContext;
import cambio.server.execution.GenerationCall;
import cambio.server.surface.chat.ChatRequest;
import cambio.server.surface.chat.ChatRequestReader;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import cambio.spi.request.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresetBookTest {

  private static final String SUPPORT =
      """
      version: 1
      presets:
        - slug: support
          version: 1
          request: {model: old/model}
        - slug: support
          version: 2
          system: Answer briefly.
          request:
            model: acme/large
            models: [acme/small]
            temperature: 0.2
            max_tokens: 500
            stop: [5]
            provider: {only: [acme], zdr: true}
            transforms: [middle-out]
            tools:
              - {type: function, function: {name: search, description: theirs, parameters: {type: object}}}
              - {type: function, function: {name: close, parameters: {type: object}}}
      """;

  @TempDir Path directory;

  private PresetBook book(String yaml, List<Problem> problems) {
    try {
      Path file = directory.resolve("cambio.yaml");
      Files.writeString(file, yaml);
      return PresetReader.read(new ConfigFile(file, variable -> null).read().presets(), problems);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GenerationCall apply(String members) {
    ChatRequest read =
        ChatRequestReader.read(
            ("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + members + "}")
                .getBytes(StandardCharsets.UTF_8));
    return book(SUPPORT, new ArrayList<>())
        .apply(new GenerationCall(read.request(), read.route(), context()));
  }

  private static CallContext context() {
    return new CallContext(
        "r",
        "gen_1",
        "test",
        Principal.anonymous(),
        Instant.EPOCH,
        Duration.ofSeconds(1),
        null,
        null,
        null);
  }

  @Test
  void whatTheRequestDoesNotSayComesFromThePreset() {
    GenerationCall call = apply("\"preset\":\"support\"");
    assertThat(call.route().models()).containsExactly("acme/large", "acme/small");
    assertThat(call.route().preferences().only()).containsExactly("acme");
    assertThat(call.route().wishes().middleOut()).isTrue();
    assertThat(call.request().sampling().temperature()).isEqualTo(0.2);
    assertThat(call.request().output().maxTokens()).isEqualTo(500);
    assertThat(call.request().output().stop()).containsExactly("5");
    assertThat(call.request().messages()).hasSize(2);
    assertThat(call.request().messages().getFirst().content())
        .containsExactly(ContentPart.text("Answer briefly."));
    assertThat(call.route().notes().steps().getFirst().summary()).contains("support, version 2");
  }

  @Test
  void whatTheRequestSaysWins() {
    GenerationCall call =
        apply(
            "\"model\":\"@preset/support\",\"temperature\":1,\"provider\":{\"sort\":\"price\"},"
                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"search\","
                + "\"description\":\"ours\"}}]");
    assertThat(call.request().sampling().temperature()).isEqualTo(1);
    assertThat(call.route().preferences().only()).as("members, not deeper").isEmpty();
    assertThat(call.request().tools().tools())
        .extracting(tool -> ((Tool.Function) tool).name() + ((Tool.Function) tool).description())
        .containsExactly("searchours", "closenull");
  }

  @Test
  void aModelOfItsOwnKeepsThePresetsFallbacks() {
    assertThat(apply("\"model\":\"me/mine@preset/support\"").route().models())
        .containsExactly("me/mine", "acme/small");
    assertThat(apply("\"model\":\"me/mine\",\"preset\":\"SUPPORT\"").route().models())
        .containsExactly("me/mine", "acme/small");
  }

  @Test
  void anInstructionOfItsOwnStaysAlone() {
    GenerationCall call =
        book(SUPPORT, new ArrayList<>())
            .apply(
                new GenerationCall(
                    ChatRequestReader.read(
                            """
                            {"preset":"support","messages":[{"role":"system","content":"Mine."},
                            {"role":"user","content":"hi"}]}
                            """
                                .getBytes(StandardCharsets.UTF_8))
                        .request(),
                    new RouteRequest(List.of("@preset/support"), RoutePreferences.none()),
                    context()));
    assertThat(call.request().messages()).hasSize(2);
    assertThat(call.request().messages().getFirst()).isEqualTo(Message.system("Mine."));
  }

  @Test
  void aCallWithoutAPresetIsLeftAsItIs() {
    GenerationCall call =
        new GenerationCall(
            cambio.spi.request.GenerationRequest.of(List.of(Message.user("hi"))),
            new RouteRequest(List.of("acme/large:nitro"), RoutePreferences.none()),
            context());
    assertThat(book(SUPPORT, new ArrayList<>()).apply(call)).isSameAs(call);
  }

  @Test
  void whatDoesNotExistOrContradictsIsRefusedByItsField() {
    Failure unknown = failure("\"preset\":\"suport\"");
    assertThat(unknown.kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(unknown.field()).isEqualTo("preset");
    assertThat(unknown.message()).contains("there are: support");
    assertThat(failure("\"model\":\"@preset/x\"").field()).isEqualTo("model");
    assertThat(failure("\"model\":\"m\",\"models\":[\"@preset/x\"]").field())
        .isEqualTo("models[0]");
    assertThat(failure("\"preset\":\"support\",\"model\":\"@preset/x\"").kind())
        .isEqualTo(FailureKind.INVALID_REQUEST);
  }

  private Failure failure(String members) {
    return Objects.requireNonNull(
            catchThrowableOfType(FailureException.class, () -> apply(members)))
        .failure();
  }

  @Test
  void aPresetThatNoRequestCouldBeIsAProblemOfTheFile() {
    List<Problem> problems = new ArrayList<>();
    book("version: 1\npresets: [{slug: hot, request: {temperature: 9}}]", problems);
    book("version: 1\npresets: [{slug: said, request: {messages: []}}]", problems);
    assertThat(problems).hasSize(2);
    assertThat(problems.getFirst().toString()).contains("temperature: 9 (expected");
  }
}
