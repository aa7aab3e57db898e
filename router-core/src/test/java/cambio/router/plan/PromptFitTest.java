package cambio.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.catalog.Capabilities;
import cambio.router.catalog.Model;
import cambio.spi.request.Modality;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptFitTest {

  private static Model model(String tokenizer) {
    return new Model(
        "a/b",
        "b",
        "a",
        Model.Kind.CHAT,
        null,
        null,
        null,
        Set.of(Modality.TEXT),
        Set.of(Modality.TEXT),
        Capabilities.UNKNOWN,
        tokenizer,
        false,
        null,
        Set.of());
  }

  /** The count is asked for only where the estimate (1,000) does not decide. */
  @ParameterizedTest
  @CsvSource({
    "3000, 9999, GPT,    true,  0",
    "2999, 2999, GPT,    true,  1",
    "1999, 1999, GPT,    true,  1",
    "1999, 2230, GPT,    false, 1",
    "1999, 2230, Llama3, true,  1",
    "1000, 1110, GPT,    true,  1",
    "1000, 1120, GPT,    false, 1",
    "1000, 1250, Llama3, true,  1",
    "1000, 1260, Llama3, false, 1",
    "300,  290,  GPT,    true,  1",
    "249,  100,  GPT,    false, 0",
    "900,  -1,   GPT,    true,  1",
    "700,  -1,   GPT,    false, 1",
    "-5,   1,    GPT,    false, 0",
  })
  void whatIsClearIsNotCounted(
      long room, int counted, String tokenizer, boolean fits, int timesAsked) {
    AtomicInteger asked = new AtomicInteger();
    RequestTraits traits =
        RequestTraits.chat(1_000, null)
            .measuredBy(() -> {
              asked.incrementAndGet();
              return counted;
            });
    assertThat(PromptFit.of(traits, room, model(tokenizer)).fits()).isEqualTo(fits);
    assertThat(asked).hasValue(timesAsked);
  }
}
