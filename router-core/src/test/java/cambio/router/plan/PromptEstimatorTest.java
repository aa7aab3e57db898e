package cambio.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.catalog.Model;
import cambio.spi.Parameter;
import cambio.spi.event.Usage;
import cambio.spi.request.ContentPart;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.Modality;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptEstimatorTest {

  @Test
  void aMessageIsItsBytesByFourAndItsTemplate() {
    RequestTraits traits =
        RequestTraits.of(GenerationRequest.of(List.of(Message.user("x".repeat(400)))));
    assertThat(traits.estimatedInputTokens()).isEqualTo(104);
    assertThat(traits.inputTokensBound()).isEqualTo(416);
    assertThat(traits.kind()).isEqualTo(Model.Kind.CHAT);
    assertThat(traits.inputModalities()).containsExactly(Modality.TEXT);
  }

  @Test
  void toolsAndMediaCount() {
    Tool tool = new Tool.Function("f", "d".repeat(99), "{}".repeat(50), null, null);
    ContentPart image =
        new ContentPart.Image(new MediaSource.Url("https://example.com/i.png"), null, null);
    Message user = new Message.User(List.of(ContentPart.text("look"), image), null, Extras.none());
    GenerationRequest request =
        GenerationRequest.of(List.of(user))
            .withTools(new ToolOptions(List.of(tool), null, null))
            .withOutput(OutputOptions.none().withMaxTokens(77));
    RequestTraits traits = RequestTraits.of(request);
    assertThat(traits.estimatedInputTokens()).isEqualTo(51 + 4 + 1_000);
    assertThat(traits.images()).isEqualTo(1);
    assertThat(traits.inputModalities()).containsExactlyInAnyOrder(Modality.TEXT, Modality.IMAGE);
    assertThat(traits.parameters())
        .containsExactlyInAnyOrder(Parameter.TOOLS, Parameter.MAX_TOKENS);
    assertThat(traits.maxOutputTokens()).isEqualTo(77);
  }

  @ParameterizedTest(name = "{0} characters of {1}: {2} tokens, {3} at most")
  @CsvSource({
    "4, wav, 1, 1",
    "400000, wav, 301, 1201",
    "400000, PCM16, 301, 1201",
    "400000, mp3, 601, 2401",
    "400000, , 601, 2401"
  })
  void soundCountsByItsLength(int length, @Nullable String format, int likely, int most) {
    RequestTraits traits = hearing(new MediaSource.Base64(null, "A".repeat(length)), format);
    assertThat(traits.prompt().audioTokens()).isEqualTo(likely);
    assertThat(traits.prompt().audioBound()).isEqualTo(most);
    assertThat(traits.estimatedInputTokens()).isEqualTo(4 + likely);
    assertThat(traits.inputTokensBound()).isEqualTo(16 + most);
    assertThat(traits.expectedUsage()).isEqualTo(Usage.of(4 + likely, 1_000).withAudio(likely, 0));
  }

  @Test
  void soundThatLiesElsewhereCountsFlat() {
    RequestTraits traits = hearing(new MediaSource.Url("https://example.com/a.mp3"), "mp3");
    assertThat(traits.prompt()).isEqualTo(new PromptSize(2_004, 2_016, 2_000, 2_000, 0));
    assertThat(traits.inputModalities()).containsExactly(Modality.AUDIO);
  }

  private static RequestTraits hearing(MediaSource source, @Nullable String format) {
    ContentPart audio = new ContentPart.Audio(source, format, null);
    return RequestTraits.of(
        GenerationRequest.of(List.of(new Message.User(List.of(audio), null, Extras.none()))));
  }

  @Test
  void expectedOutputIsTheLimitOrAThousandWhicheverIsLess() {
    assertThat(RequestTraits.chat(1, null).expectedOutputTokens()).isEqualTo(1_000);
    assertThat(RequestTraits.chat(1, 64_000).expectedOutputTokens()).isEqualTo(1_000);
    assertThat(RequestTraits.chat(1, 5).expectedOutputTokens()).isEqualTo(5);
  }

  @Test
  void anEmbeddingHasNoOutput() {
    RequestTraits traits =
        RequestTraits.of(
            new EmbeddingRequest(List.of("abcd", "abcd"), null, null, "u", Extras.none()));
    assertThat(traits.kind()).isEqualTo(Model.Kind.EMBEDDING);
    assertThat(traits.estimatedInputTokens()).isEqualTo(2);
    assertThat(traits.expectedOutputTokens()).isZero();
    assertThat(traits.parameters()).containsExactly(Parameter.USER);
  }

  @Property
  void utf8LengthIsThatOfTheEncoderForWellFormedText(@ForAll String text) {
    String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(PromptEstimator.utf8Length(wellFormed))
        .isEqualTo(wellFormed.getBytes(StandardCharsets.UTF_8).length);
  }
}
