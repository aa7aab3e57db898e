package cambio.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.DecodeContext;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FilterReported;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.Started;
import cambio.spi.event.UsageReported;
import cambio.testkit.Encoded;
import cambio.testkit.EventLog;
import cambio.testkit.Feeding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Content filters as Azure's reference documents them: of the prompt, of each choice, of refusals.
 */
class ContentFilterTest {

  private static final String SAFE = "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}";
  private static final String CUT =
      "{\"violence\":{\"filtered\":true,\"severity\":\"medium\"},"
          + "\"jailbreak\":{\"filtered\":false,\"detected\":false}}";
  private static final String PROMPT =
      "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":" + SAFE + "}]";

  private static EventLog decode(String mediaType, String body) {
    DecodeContext context =
        new DecodeContext(
            new ResponseHead(200, HeaderFields.of("content-type", mediaType)),
            Encoded.context("https://host.invalid", "m", "bearer", null, java.util.Set.of())
                .endpoint(),
            true);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(new Feeding(new OpenAiChatAdapter(), context, bytes).firstDifference(1)).isEmpty();
    return new Feeding(new OpenAiChatAdapter(), context, bytes).whole();
  }

  private static String chunk(String choice) {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{"
        + choice
        + "}]}\n\n";
  }

  @Test
  void ofAStreamAreToldBeforeTheFinishAndAfterTheStart() {
    EventLog log =
        decode(
            "text/event-stream",
            "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
                + PROMPT
                + "}\n\n"
                + chunk(
                    "\"content_filter_results\":{},\"delta\":{\"content\":\"\",\"role\":\"assistant\"},"
                        + "\"finish_reason\":null,\"index\":0")
                + chunk(
                    "\"content_filter_results\":"
                        + SAFE
                        + ",\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null,\"index\":0")
                + chunk(
                    "\"content_filter_results\":"
                        + CUT
                        + ",\"delta\":{},\"finish_reason\":\"content_filter\",\"index\":0")
                + "data: [DONE]\n\n");
    assertThat(log.failure()).isNull();
    assertThat(log.events())
        .containsExactly(
            new Started("c1", "m"),
            new FilterReported(null, SAFE),
            new ContentDelta(0, "Hi"),
            new FilterReported(0, SAFE),
            new FilterReported(0, CUT),
            new Finished(0, FinishReason.CONTENT_FILTER, "content_filter"));
    assertThat(log.frames()).as("forwarded as they are").hasSize(3);
  }

  @Test
  void ofAWholeAnswerAreToldForEachChoice() {
    EventLog log =
        decode(
            "application/json",
            "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":1,\"finish_reason\":\"content_filter\","
                + "\"content_filter_results\":"
                + CUT
                + ",\"message\":{\"role\":\"assistant\"}},{\"index\":0,\"finish_reason\":\"stop\","
                + "\"content_filter_results\":"
                + SAFE
                + ",\"message\":{\"content\":\"Hi\"}}],"
                + PROMPT
                + ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}");
    assertThat(log.events())
        .contains(
            new FilterReported(null, SAFE),
            new FilterReported(0, SAFE),
            new FilterReported(1, CUT),
            new Finished(1, FinishReason.CONTENT_FILTER, "content_filter"));
    assertThat(log.events()).anyMatch(UsageReported.class::isInstance);
  }

  /** The asynchronous filter reports without an id and without a delta, after the text. */
  @Test
  void thatComeLateAreTold() {
    EventLog log =
        decode(
            "text/event-stream",
            chunk("\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\",\"index\":0")
                + "data: {\"id\":\"\",\"object\":\"\",\"created\":0,\"model\":\"\",\"choices\":[{\"index\":0,"
                + "\"finish_reason\":null,\"content_filter_results\":"
                + SAFE
                + ",\"content_filter_offsets\":{\"check_offset\":44,\"start_offset\":44,\"end_offset\":198}}]}\n\n"
                + "data: [DONE]\n\n");
    assertThat(log.failure()).isNull();
    assertThat(log.events().getLast()).isEqualTo(new FilterReported(0, SAFE));
    assertThat(log.frames()).hasSize(1);
  }

  @Test
  void nonsenseInTheirPlaceIsPassedOver() {
    for (String nonsense : new String[] {"null", "7", "\"x\"", "[]", "[null,7,[]]", "{}", "[{}]"}) {
      EventLog log =
          decode(
              "application/json",
              "{\"prompt_filter_results\":"
                  + nonsense
                  + ",\"choices\":[{\"content_filter_results\":"
                  + (nonsense.startsWith("[") ? "[]" : nonsense)
                  + ",\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");
      assertThat(log.failure()).as(nonsense).isNull();
      assertThat(log.events()).noneMatch(FilterReported.class::isInstance);
    }
  }

  @Test
  void refusalOfThePromptIsTheFiltersAndNotTheRequests() {
    String body =
        "{\"error\":{\"message\":\"The response was filtered due to the prompt triggering our policy.\","
            + "\"type\":null,\"param\":\"prompt\",\"code\":\"%s\",\"status\":400,\"innererror\":"
            + "{\"code\":\"ResponsibleAIPolicyViolation\",\"content_filter_result\":"
            + CUT
            + "}}}";
    for (String code : new String[] {"content_filter", "BadRequest"}) {
      var failure =
          new OpenAiChatAdapter()
              .classify(
                  new ResponseHead(400, HeaderFields.empty()),
                  body.formatted(code).getBytes(StandardCharsets.UTF_8));
      assertThat(failure.kind()).isEqualTo(FailureKind.CONTENT_FILTERED);
      assertThat(failure.upstreamCode()).isEqualTo(code);
      EventLog inBand = decode("text/event-stream", "data: " + body.formatted(code) + "\n\n");
      assertThat(java.util.Objects.requireNonNull(inBand.failure()).kind())
          .isEqualTo(FailureKind.CONTENT_FILTERED);
    }
  }
}
