package cambio.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.config.HttpSettings.LogRequests;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JsonLogEncoderTest {

  @Test
  void anEventIsOneLineOfJson() throws Exception {
    LoggerContext context = new LoggerContext();
    Logger logger = context.getLogger("cambio.test");
    ListAppender<ILoggingEvent> list = new ListAppender<>();
    list.start();
    logger.addAppender(list);
    logger.setLevel(Level.INFO);
    logger
        .atError()
        .addKeyValue("request_id", "a\"b\nc")
        .addKeyValue("ms", 12L)
        .addKeyValue("model", (Object) null)
        .setCause(new IllegalStateException("why"))
        .log("hello {}", "world");
    JsonLogEncoder encoder = new JsonLogEncoder();
    encoder.start();
    String line = new String(encoder.encode(list.list.getFirst()), StandardCharsets.UTF_8);
    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    JsonNode json = JsonMapper.builder().build().readTree(line);
    assertThat(json.get("message").asText()).isEqualTo("hello world");
    assertThat(json.get("level").asText()).isEqualTo("ERROR");
    assertThat(json.get("request_id").asText()).isEqualTo("a\"b\nc");
    assertThat(json.get("ms").isNumber()).isTrue();
    assertThat(json.has("model")).isFalse();
    assertThat(json.get("error").asText()).contains("IllegalStateException: why");
  }

  @Test
  void aCallIsOneLineWithItsNumbers() {
    List<String> lines = lines(LogRequests.ALL);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .contains(
            "request_id=\"req-1\"", "model=\"acme/large\"", "status=\"completed\"", "ms=\"250\"");
    assertThat(lines.getLast()).contains("failure=\"not_found\"");
  }

  @Test
  void whoWantsOnlyFailuresOrNothingGetsNoMore() {
    assertThat(lines(LogRequests.FAILED))
        .hasSize(1)
        .allMatch(line -> line.contains("failure=\"not_found\""));
    assertThat(lines(LogRequests.NONE)).isEmpty();
  }

  private static List<String> lines(LogRequests which) {
    Logger logger = (Logger) LoggerFactory.getLogger("cambio.request");
    ListAppender<ILoggingEvent> list = new ListAppender<>();
    list.start();
    Level before = logger.getLevel();
    logger.addAppender(list);
    logger.setLevel(Level.INFO);
    try {
      RequestLog log = new RequestLog(which);
      log.ended(GenerationRecords.answered("acme/large", "acme"));
      log.ended(GenerationRecords.refused("x"));
    } finally {
      logger.detachAppender(list);
      logger.setLevel(before);
    }
    return list.list.stream().map(event -> event.getKeyValuePairs().toString()).toList();
  }
}
