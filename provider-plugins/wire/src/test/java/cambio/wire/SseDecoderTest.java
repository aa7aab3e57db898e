package cambio.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseDecoderTest {

  private record Event(String name, String data, String id) {}

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void everyLineEndingSeparatesEvents(String eol) throws IOException {
    String text = "event: a" + eol + "data: 1" + eol + eol + "data: 2" + eol + eol;
    assertThat(decode(text)).containsExactly(new Event("a", "1", ""), new Event("", "2", ""));
  }

  @Test
  void multiLineDataIsJoinedByLineFeed() throws IOException {
    assertThat(decode("data: a\ndata:b\ndata\n\n")).containsExactly(new Event("", "a\nb\n", ""));
  }

  @Test
  void commentsUnknownFieldsAndEventsWithoutDataAreSkipped() throws IOException {
    assertThat(decode(": ping\n\nevent: x\n\nfoo: bar\ndata: 1\n\n"))
        .containsExactly(new Event("", "1", ""));
  }

  @Test
  void byteOrderMarkIsSkippedAtTheStartOnly() throws IOException {
    assertThat(decode("\ufeffdata: 1\n\n")).containsExactly(new Event("", "1", ""));
    assertThat(decode("data: 1\n\n\ufeffdata: 2\n\n")).containsExactly(new Event("", "1", ""));
  }

  @Test
  void onlyOneSpaceAfterTheColonIsDropped() throws IOException {
    assertThat(decode("data:  x\n\n")).containsExactly(new Event("", " x", ""));
  }

  @Test
  void idStaysAndRetryIsRead() throws IOException {
    SseDecoder decoder = new SseDecoder();
    List<Event> events = new ArrayList<>();
    feed(decoder, "id: 7\nretry: 250\ndata: a\n\ndata: b\n\n", events);
    assertThat(events).containsExactly(new Event("", "a", "7"), new Event("", "b", "7"));
    assertThat(decoder.retryMillis()).isEqualTo(250);
  }

  @Test
  void lastEventWithoutBlankLineIsHandedOutAtTheEnd() throws IOException {
    assertThat(decode("data: 1")).containsExactly(new Event("", "1", ""));
  }

  @Test
  void dataInOneFeedIsASliceOfIt() throws IOException {
    byte[] bytes = "data: hello\n\n".getBytes(StandardCharsets.UTF_8);
    new SseDecoder()
        .feed(bytes, 0, bytes.length, frame -> assertThat(frame.bytes()).isSameAs(bytes));
  }

  @Test
  void frameOverTheLimitIsRefusedHoweverItIsCut() {
    byte[] bytes = ("data: " + "x".repeat(200) + "\n\n").getBytes(StandardCharsets.UTF_8);
    for (int cut = 1; cut <= bytes.length; cut++) {
      int step = cut;
      assertThatThrownBy(() -> decode(bytes, step, 100))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PROTOCOL_ERROR));
    }
  }

  @Property(tries = 400)
  void eventsAreTheSameHoweverTheBytesAreCut(@ForAll("streams") String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Event> whole = decode(bytes, Math.max(1, bytes.length), 1 << 20);
    assertThat(whole).isEqualTo(reference(text));
    for (int step = 1; step <= Math.min(7, bytes.length); step++) {
      assertThat(decode(bytes, step, 1 << 20)).isEqualTo(whole);
    }
    for (int cut = 1; cut < bytes.length; cut++) {
      SseDecoder decoder = new SseDecoder();
      List<Event> events = new ArrayList<>();
      decoder.feed(bytes, 0, cut, sink(events));
      decoder.feed(bytes, cut, bytes.length - cut, sink(events));
      decoder.end(sink(events));
      assertThat(events).isEqualTo(whole);
    }
  }

  @Provide
  Arbitrary<String> streams() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "data",
            ":",
            " ",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "event: e",
            "data: {\"x\":1}",
            "id: 1",
            "é",
            "😀",
            "\ufeff",
            "x",
            ": c",
            "data: ");
    return piece.list().ofMaxSize(14).map(pieces -> String.join("", pieces));
  }

  /** The specification's algorithm, line by line on a string. */
  private static List<Event> reference(String text) {
    List<Event> events = new ArrayList<>();
    String rest = text.startsWith("\ufeff") ? text.substring(1) : text;
    String event = "";
    String id = "";
    List<String> data = new ArrayList<>();
    for (String line : (rest + "\n\n").split("\r\n|\n|\r", -1)) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          events.add(new Event(event, String.join("\n", data), id));
        }
        data.clear();
        event = "";
        continue;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (name) {
        case "data" -> data.add(value);
        case "event" -> event = value;
        case "id" -> id = value;
        default -> {}
      }
    }
    return events;
  }

  private static List<Event> decode(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return decode(bytes, Math.max(1, bytes.length), 1 << 20);
  }

  private static List<Event> decode(byte[] bytes, int step, int limit) throws IOException {
    SseDecoder decoder = new SseDecoder(limit);
    List<Event> events = new ArrayList<>();
    byte[] scratch = new byte[step];
    for (int at = 0; at < bytes.length; at += step) {
      int length = Math.min(step, bytes.length - at);
      System.arraycopy(bytes, at, scratch, 0, length);
      decoder.feed(scratch, 0, length, sink(events));
      java.util.Arrays.fill(scratch, (byte) '!');
    }
    decoder.end(sink(events));
    return events;
  }

  private static void feed(SseDecoder decoder, String text, List<Event> events) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    decoder.feed(bytes, 0, bytes.length, sink(events));
  }

  private static FrameSink sink(List<Event> events) {
    return frame -> events.add(new Event(frame.event(), frame.text(), frame.id()));
  }
}
