package cambio.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.FailureKind;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import cambio.testkit.EventLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodingTest {

  private static final String STOP = ",\"finishReason\":\"STOP\"";

  private static String chunk(String parts, String candidate) {
    return GeminiFixtures.chunk(parts, candidate, "");
  }

  @Test
  void aStopInEveryChunkEndsTheAnswerOnce() {
    EventLog log =
        Decoding.stream(chunk("{\"text\":\"a\"}", STOP), chunk("{\"text\":\"b\"}", STOP));
    assertThat(log.events().getLast()).isEqualTo(new Finished(0, FinishReason.STOP, "STOP"));
    assertThat(Decoding.events(log, Finished.class)).hasSize(1);
    assertThat(Decoding.events(log, ContentDelta.class))
        .extracting(ContentDelta::text)
        .containsExactly("a", "b");
    assertThat(log.events().getFirst()).isEqualTo(new Started("r1", "gemini-x"));
  }

  @Test
  void aStreamWithoutAFinishIsTruncated() {
    EventLog log = Decoding.stream(chunk("{\"text\":\"a\"}", ""));
    assertThat(Decoding.failure(log).kind()).isEqualTo(FailureKind.PROTOCOL_ERROR);
    assertThat(Decoding.events(log, Finished.class)).isEmpty();
  }

  @Test
  void oneOfTwoCandidatesWithoutAFinishIsTruncated() {
    EventLog log =
        Decoding.stream(
            "{\"candidates\":[{\"index\":0,\"finishReason\":\"STOP\"},"
                + "{\"index\":1,\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}");
    assertThat(log.failure()).isNotNull();
    assertThat(Decoding.events(log, Finished.class)).isEmpty();
  }

  @Test
  void signaturesStayWithWhatTheySeal() {
    EventLog log =
        Decoding.stream(
            chunk("{\"text\":\"T1\",\"thought\":true}", ""),
            chunk("{\"text\":\"T2\",\"thought\":true,\"thoughtSignature\":\"A\"}", ""),
            chunk("{\"text\":\"T3\",\"thought\":true}", ""),
            chunk("{\"text\":\"x\",\"thoughtSignature\":\"B\"}", ""),
            chunk(
                "{\"functionCall\":{\"name\":\"f\",\"args\":{ \"z\":1}},"
                    + "\"thoughtSignature\":\"C\"},{\"functionCall\":{\"name\":\"f\"}}",
                STOP));
    assertThat(Decoding.events(log, ReasoningDelta.class))
        .containsExactly(
            new ReasoningDelta(0, 0, ReasoningKind.TEXT, "T1", null, null, Seals.FORMAT),
            new ReasoningDelta(0, 0, ReasoningKind.TEXT, "T2", "A", null, Seals.FORMAT),
            new ReasoningDelta(0, 1, ReasoningKind.TEXT, "T3", null, null, Seals.FORMAT),
            new ReasoningDelta(0, 2, ReasoningKind.ENCRYPTED, "B", null, null, Seals.FORMAT));
    assertThat(Decoding.events(log, ToolCallDelta.class))
        .containsExactly(
            new ToolCallDelta(0, 0, "call_gm_r1_0_0", "f", "{ \"z\":1}", "C"),
            new ToolCallDelta(0, 1, "call_gm_r1_0_1", "f", "{}", null));
    assertThat(log.events().getLast()).isEqualTo(new Finished(0, FinishReason.TOOL_CALL, "STOP"));
  }

  @Test
  void imitatorsSayThatAFunctionIsCalled() {
    EventLog log =
        Decoding.stream(
            chunk("{\"functionCall\":{\"name\":\"f\"}}", ",\"finishReason\":\"FUNCTION_CALL\""));
    assertThat(log.events().getLast())
        .isEqualTo(new Finished(0, FinishReason.TOOL_CALL, "FUNCTION_CALL"));
  }

  @Test
  void idsAreMadeWithoutAnIdOfTheAnswerToo() {
    String body =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\","
            + "\"args\":{\"a\":%d}}}]},\"finishReason\":\"STOP\"}]}";
    EventLog one = Decoding.whole(body.formatted(1));
    assertThat(one.events()).isEqualTo(Decoding.whole(body.formatted(1)).events());
    assertThat(id(one)).startsWith("call_gm_").isNotEqualTo(id(Decoding.whole(body.formatted(2))));
  }

  private static String id(EventLog log) {
    return String.valueOf(Decoding.events(log, ToolCallDelta.class).getFirst().id());
  }

  @Test
  void whatTheProvidersToolsDoIsOpaqueWordForWord() {
    EventLog log =
        Decoding.stream(
            chunk("{\"executableCode\": {\"code\":\"1\"},\"thoughtSignature\":\"x\"}", STOP));
    assertThat(Decoding.events(log, Opaque.class))
        .containsExactly(
            new Opaque(
                "gemini", "{\"executableCode\": {\"code\":\"1\"},\"thoughtSignature\":\"x\"}"));
  }

  @Test
  void groundingIsToldOnceAsAnnotationsAndAsItIs() {
    String grounding =
        ",\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"u\",\"title\":\"t\"}}],"
            + "\"groundingSupports\":[{\"segment\":{\"text\":\"s\"},"
            + "\"groundingChunkIndices\":[0]}]}";
    EventLog log =
        Decoding.stream(chunk("{\"text\":\"s\"}", grounding), chunk("", grounding + STOP));
    assertThat(Decoding.events(log, AnnotationAdded.class))
        .containsExactly(
            new AnnotationAdded(
                0,
                "{\"type\":\"url_citation\",\"url_citation\":"
                    + "{\"url\":\"u\",\"title\":\"t\",\"content\":\"s\"}}"));
    assertThat(Decoding.events(log, Opaque.class))
        .singleElement()
        .satisfies(o -> assertThat(o.json()).startsWith("{\"groundingMetadata\":{"));
  }

  @Test
  void mediaAndLogprobsCome() {
    EventLog log =
        Decoding.whole(
            GeminiFixtures.chunk(
                "{\"inlineData\":{\"mimeType\":\"audio/L16;rate=24000\",\"data\":\"AA==\"}},"
                    + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"BB\"},"
                    + "\"thought\":true}",
                STOP
                    + ",\"logprobsResult\":{\"chosenCandidates\":[{\"token\":\"a\","
                    + "\"logProbability\":-0.25}],\"topCandidates\":[{\"candidates\":["
                    + "{\"token\":\"a\",\"logProbability\":-0.25},"
                    + "{\"token\":\"b\",\"logProbability\":-2}]}]}",
                ""));
    assertThat(Decoding.events(log, MediaDelta.class))
        .containsExactly(
            new MediaDelta(0, 0, Modality.AUDIO, "audio/L16;rate=24000", "AA==", null, null, null));
    assertThat(Decoding.events(log, LogprobsReported.class).getFirst().tokens())
        .singleElement()
        .satisfies(t -> assertThat(t.alternatives()).hasSize(2));
  }

  @ParameterizedTest
  @CsvSource({
    "FUNCTION_CALL, STOP",
    "MAX_TOKENS, LENGTH",
    "SAFETY, CONTENT_FILTER",
    "RECITATION, CONTENT_FILTER",
    "BLOCKLIST, CONTENT_FILTER",
    "PROHIBITED_CONTENT, CONTENT_FILTER",
    "SPII, CONTENT_FILTER",
    "IMAGE_SAFETY, CONTENT_FILTER",
    "MALFORMED_FUNCTION_CALL, ERROR",
    "UNEXPECTED_TOOL_CALL, ERROR",
    "OTHER, ERROR",
    "A_NEW_ONE, ERROR"
  })
  void reasonsAreCanonicalAndKeptBeside(String reason, FinishReason expected) {
    EventLog log = Decoding.stream(chunk("", ",\"finishReason\":\"" + reason + "\""));
    assertThat(log.events().getLast()).isEqualTo(new Finished(0, expected, reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'promptTokenCount':5,'candidatesTokenCount':7,'thoughtsTokenCount':3|5|10|3",
        "'promptTokenCount':5,'candidatesTokenCount':7,'thoughtsTokenCount':3,'totalTokenCount':15"
            + "|5|10|3",
        "'promptTokenCount':5,'candidatesTokenCount':7,'thoughtsTokenCount':3,'totalTokenCount':12"
            + "|5|7|3",
        "'promptTokenCount':5,'toolUsePromptTokenCount':4|9|0|0",
      })
  void thoughtsAndToolResultsAreParts(String counts, int input, int output, int reasoning) {
    EventLog log =
        Decoding.stream(
            GeminiFixtures.chunk(
                "", STOP, ",\"usageMetadata\":{" + counts.replace('\'', '"') + "}"));
    Usage usage = Decoding.events(log, UsageReported.class).getLast().usage();
    assertThat(usage.inputTokens()).isEqualTo(input);
    assertThat(usage.outputTokens()).isEqualTo(output);
    assertThat(usage.reasoningTokens()).isEqualTo(reasoning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'promptTokenCount':-5",
        "'promptTokenCount':9223372036854775808",
        "'promptTokenCount':'five'",
        "'promptTokenCount':5,'cachedContentTokenCount':6",
        "'promptTokenCount':2147483647,'toolUsePromptTokenCount':2147483647",
        "'trafficType':'ON_DEMAND'"
      })
  void absurdUsageIsMissing(String counts) {
    EventLog log =
        Decoding.stream(
            GeminiFixtures.chunk(
                "", STOP, ",\"usageMetadata\":{" + counts.replace('\'', '"') + "}"));
    assertThat(log.failure()).isNull();
    assertThat(Decoding.events(log, UsageReported.class)).isEmpty();
  }

  @Test
  void aBodyWithoutCandidatesIsNoAnswer() {
    for (String body : new String[] {"{}", "{\"candidates\":[]}", "{\"candidates\":[{}]}"}) {
      assertThat(Decoding.whole(body).failure()).as(body).isNotNull();
    }
  }
}
