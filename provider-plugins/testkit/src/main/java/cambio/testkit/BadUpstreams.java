package cambio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cambio.spi.DecodeContext;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.event.Usage;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicNode;

/**
 * What bad providers send, as a table that every dialect is put through: each row ends in a
 * classified failure or in a tolerance that is written down in {@code docs/bad-upstreams.md}, and
 * in none is a count made up.
 */
final class BadUpstreams {

  private static final String PAGE =
      "<!DOCTYPE html>\n<html><head><title>502</title></head><body>Bad gateway</body></html>\n";

  /** A member that holds a count of tokens, in any dialect's spelling. */
  private static final Pattern COUNT =
      Pattern.compile("(\"\\w*(?:[tT]okens?|TokenCount)\"\\s*:\\s*)\\d+");

  private static final List<String> ABSURD =
      List.of("-5", "9223372036854775808", "2147483648", "1e999", "\"many\"", "0.5");

  /** What models write in the place of an object: cut, babbled, another value, too much. */
  private static final List<String> WRONG_ARGUMENTS =
      List.of(
          "{oops",
          "not \"json\" \\ at all",
          "{\"a\":1} and more",
          "[1,2]",
          "\"text\"",
          "{'a':1}",
          "{\"a\":\n");

  private static final ToolOptions ONE_TOOL =
      new ToolOptions(
          List.of(new Tool.Function("f", null, "{\"type\":\"object\"}", null, null)), null, null);

  private final RecordedDialect dialect;

  private BadUpstreams(RecordedDialect dialect) {
    this.dialect = dialect;
  }

  /** The table for one dialect. */
  static List<DynamicNode> of(RecordedDialect dialect) {
    BadUpstreams table = new BadUpstreams(dialect);
    List<DynamicNode> rows = new ArrayList<>();
    rows.add(dynamicTest("HTML page under any media type", table::page));
    rows.add(dynamicTest("200 with an error body", table::errorBody));
    if (dialect.calling("{}", true) != null) {
      rows.add(dynamicTest("tool arguments that are no JSON", table::wrongArguments));
    } else {
      rows.add(dynamicTest("no tools at all", table::noTools));
    }
    for (Fixture fixture : dialect.fixtures()) {
      if (!fixture.answer().failed()) {
        rows.add(
            dynamicContainer(
                fixture.name(),
                List.of(
                    dynamicTest("wrong content type", () -> table.wrongType(fixture)),
                    dynamicTest("truncated", () -> table.truncated(fixture)),
                    dynamicTest("invalid UTF-8", () -> table.invalidUtf8(fixture)),
                    dynamicTest("usage missing", () -> table.usageMissing(fixture)),
                    dynamicTest("usage absurd", () -> table.usageAbsurd(fixture)))));
      }
    }
    return rows;
  }

  /**
   * The caller sees what the model wrote, or a classified failure; and the next turn, in which the
   * call comes back, is a legal request in which nothing of it is lost.
   */
  private void wrongArguments() {
    for (String arguments : WRONG_ARGUMENTS) {
      for (boolean stream : new boolean[] {true, false}) {
        Fixture fixture = dialect.calling(arguments, stream);
        assertThat(fixture).isNotNull();
        if (fixture == null) {
          return;
        }
        EventLog log = decode(fixture.body(), fixture);
        assertThat(log.answer())
            .as("%s, stream: %s", arguments, stream)
            .isEqualTo(fixture.answer());
        if (log.failure() != null) {
          assertThat(kindOf(log)).isIn(FailureKind.PROTOCOL_ERROR, FailureKind.PROVIDER_ERROR);
        }
      }
      nextTurn(arguments);
    }
  }

  private void nextTurn(String arguments) {
    ContentPart call = new ContentPart.ToolCall("call_1", "f", arguments, null, null);
    Message called = new Message.Assistant(List.of(call), null, false, Extras.none());
    List<Message> turns = List.of(Message.user("go"), called, Message.toolResult("call_1", "done"));
    JsonNode body =
        Json.parse(
            dialect
                .adapter()
                .encode(GenerationRequest.of(turns).withTools(ONE_TOOL), Endpoints.encoding())
                .body());
    assertThat(texts(body)).as(body.toString()).anyMatch(text -> text.contains(arguments));
  }

  private static List<String> texts(JsonNode json) {
    List<String> texts = new ArrayList<>();
    if (json.isTextual()) {
      texts.add(json.textValue());
    }
    json.forEach(child -> texts.addAll(texts(child)));
    return texts;
  }

  /** A dialect that answers with calls must say how wrong ones look. */
  private void noTools() {
    assertThat(dialect.fixtures())
        .allSatisfy(fixture ->
            assertThat(fixture.answer().choices())
                .allMatch(choice -> choice.toolCalls().isEmpty()));
  }

  private void page() {
    for (String type :
        List.of("text/html", "application/json", "text/event-stream", "application/xml", "")) {
      for (boolean stream : new boolean[] {true, false}) {
        EventLog log = decode(PAGE.getBytes(StandardCharsets.UTF_8), type, stream);
        assertThat(kindOf(log)).as(type).isEqualTo(FailureKind.PROTOCOL_ERROR);
        assertThat(log.events()).isEmpty();
      }
    }
  }

  /** The failure is classified and nothing of an answer is said, whatever was asked for. */
  private void errorBody() {
    for (String body :
        List.of(
            "{\"error\":{\"message\":\"the server had an error\",\"type\":\"server_error\"}}",
            "{\"error\":{\"message\":\"slow down\",\"code\":429,\"type\":\"rate_limit\"}}",
            "{\"error\":{\"message\":\"boom\"}}")) {
      for (boolean stream : new boolean[] {true, false}) {
        EventLog log = decode(body.getBytes(StandardCharsets.UTF_8), "application/json", stream);
        assertThat(log.failure()).as(body).isNotNull();
        assertThat(log.answer().choices()).isEmpty();
        assertThat(log.answer().usage()).isNull();
      }
    }
  }

  /** Refused before it is read; or, where a dialect goes by its frames alone, read whole. */
  private void wrongType(Fixture fixture) {
    for (String type : List.of("text/html; charset=utf-8", "image/png", "application/xml")) {
      EventLog log = decode(fixture.body(), type, fixture.stream());
      if (log.failure() == null) {
        assertThat(log.answer()).as(type).isEqualTo(fixture.answer());
      } else {
        assertThat(kindOf(log)).as(type).isEqualTo(FailureKind.PROTOCOL_ERROR);
        assertThat(log.events()).isEmpty();
      }
    }
  }

  /** What is missing at the end is a failure, or was no part of the answer. */
  private void truncated(Fixture fixture) {
    for (int part = 1; part < 8; part++) {
      int length = fixture.body().length * part / 8;
      EventLog log = decode(Arrays.copyOf(fixture.body(), length), fixture);
      if (log.failure() == null) {
        assertThat(log.answer().choices()).isEqualTo(fixture.answer().choices());
      } else {
        assertThat(kindOf(log)).isEqualTo(FailureKind.PROTOCOL_ERROR);
      }
    }
  }

  /** The frame is refused, or its text reads with a replacement character: never another text. */
  private void invalidUtf8(Fixture fixture) {
    String text = fixture.answer().choices().stream().map(c -> c.text()).reduce("", String::concat);
    byte[] body = fixture.body().clone();
    int at = text.isEmpty() ? -1 : indexOf(body, (byte) text.charAt(text.length() - 1));
    if (at < 0) {
      return;
    }
    body[at] = (byte) 0xFF;
    EventLog log = decode(body, fixture);
    if (log.failure() != null) {
      assertThat(kindOf(log)).isIn(FailureKind.PROTOCOL_ERROR, FailureKind.PROVIDER_ERROR);
    }
  }

  private void usageMissing(Fixture fixture) {
    if (!counts(fixture)) {
      return;
    }
    String without = COUNT.matcher(text(fixture)).replaceAll("$1null");
    EventLog log = decode(without.getBytes(StandardCharsets.UTF_8), fixture);
    assertThat(log.failure()).isNull();
    assertThat(log.answer().usage()).isNull();
    assertThat(log.answer().choices()).isEqualTo(fixture.answer().choices());
  }

  /** The answer stands, and no count of it is more than the provider's own good one. */
  private void usageAbsurd(Fixture fixture) {
    Usage good = fixture.answer().usage();
    if (good == null || !counts(fixture)) {
      return;
    }
    for (String absurd : ABSURD) {
      String all = COUNT.matcher(text(fixture)).replaceAll("$1" + Matcher.quoteReplacement(absurd));
      assertThat(stands(all, fixture)).as("all counts %s", absurd).isNull();
      Matcher counts = COUNT.matcher(text(fixture));
      while (counts.find()) {
        String one =
            text(fixture).substring(0, counts.start())
                + counts.group(1)
                + absurd
                + text(fixture).substring(counts.end());
        Usage usage = stands(one, fixture);
        if (usage != null) {
          assertThat(usage.inputTokens())
              .as(counts.group())
              .isLessThanOrEqualTo(good.inputTokens());
          assertThat(usage.outputTokens())
              .as(counts.group())
              .isLessThanOrEqualTo(good.outputTokens());
        }
      }
    }
  }

  private @org.jspecify.annotations.Nullable Usage stands(String body, Fixture fixture) {
    EventLog log = decode(body.getBytes(StandardCharsets.UTF_8), fixture);
    assertThat(log.failure()).isNull();
    assertThat(log.answer().choices()).isEqualTo(fixture.answer().choices());
    return log.answer().usage();
  }

  private static boolean isText(Fixture fixture) {
    return !fixture.mediaType().contains("amazon");
  }

  private static boolean counts(Fixture fixture) {
    return fixture.answer().usage() != null
        && isText(fixture)
        && COUNT.matcher(text(fixture)).find();
  }

  private static String text(Fixture fixture) {
    return new String(fixture.body(), StandardCharsets.UTF_8);
  }

  private static int indexOf(byte[] body, byte value) {
    for (int i = body.length - 1; i >= 0; i--) {
      if (body[i] == value && value > ' ') {
        return i;
      }
    }
    return -1;
  }

  private EventLog decode(byte[] body, Fixture fixture) {
    return decode(body, fixture.mediaType(), fixture.stream());
  }

  private EventLog decode(byte[] body, String mediaType, boolean stream) {
    HeaderFields headers =
        mediaType.isEmpty() ? HeaderFields.empty() : HeaderFields.of("content-type", mediaType);
    DecodeContext context =
        new DecodeContext(new ResponseHead(200, headers), Endpoints.unknown().endpoint(), stream);
    return new Feeding(dialect.adapter(), context, body).whole();
  }

  private static FailureKind kindOf(EventLog log) {
    Failure failure = log.failure();
    assertThat(failure).as("a failure").isNotNull();
    return failure == null ? FailureKind.INTERNAL : failure.kind();
  }
}
