package cambio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cambio.spi.DecodeContext;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.event.Finished;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What an adapter owes the router, as tests. A dialect extends this in its test scope and answers
 * {@link #dialect}; everything else follows.
 *
 * <p>{@link #recordings} needs recorded traffic and is skipped with a message where there is none
 * (or fails, with {@code REQUIRE_SHARED=1}); all else runs on the dialect's own fixtures.
 */
public abstract class AdapterContract {

  private static final int ENDLESS = 80 * 1024 * 1024;

  /** The dialect under test. */
  protected abstract RecordedDialect dialect();

  @TestFactory
  Stream<DynamicNode> recordings() {
    Path folder = SharedFolder.recordings();
    if (folder == null) {
      assertThat(SharedFolder.required()).as("REQUIRE_SHARED=1 but no recordings found").isFalse();
      return Assumptions.abort("no recordings: set CAMBIO_SHARED or RECORDINGS to replay some");
    }
    List<Recording> recordings = Recordings.load(folder, dialect()::serves);
    ReplayReport report = new ReplayReport(dialect().adapter().dialect());
    Replayer replayer = new Replayer(dialect());
    Stream<DynamicNode> tests =
        recordings.stream()
            .map(recording ->
                dynamicTest(
                    recording.id(),
                    () -> {
                      Outcome outcome = replayer.check(recording);
                      report.add(outcome);
                      assertThat(outcome.passed()).as(outcome.describe()).isTrue();
                    }));
    DynamicNode limit =
        dynamicTest(
            "exceptions stay within the limit",
            () -> {
              System.out.println(report.summary());
              assertThat(report.exceptionsWithinLimit()).as(report.table()).isTrue();
            });
    return Stream.concat(tests, Stream.of(limit));
  }

  @TestFactory
  Stream<DynamicNode> fixtures() {
    assertThat(dialect().fixtures()).extracting(Fixture::stream).contains(true, false);
    return dialect().fixtures().stream()
        .map(fixture ->
            dynamicContainer(
                fixture.name(),
                List.of(
                    dynamicTest("saysWhatItSays", () -> saysWhatItSays(fixture)),
                    dynamicTest("isTheSameHoweverCut", () -> isTheSameHoweverCut(fixture)),
                    dynamicTest("isNeverCleanWhenTruncated", () -> isNeverClean(fixture)),
                    dynamicTest("isSilentAfterItsEnd", () -> isSilentAfterItsEnd(fixture)),
                    dynamicTest("survivesSpoiltBytes", () -> survivesSpoiltBytes(fixture)))));
  }

  @TestFactory
  List<DynamicNode> badUpstreams() {
    return BadUpstreams.of(dialect());
  }

  @TestFactory
  List<DynamicNode> oddUpstreams() {
    return OddUpstreams.of(dialect());
  }

  @Test
  void endlessFrameIsRefusedBeforeMemoryRunsOut() {
    byte[] letters = new byte[64 * 1024];
    Arrays.fill(letters, (byte) 'x');
    for (Fixture fixture : dialect().fixtures()) {
      EventLog log = new EventLog();
      ResponseDecoder decoder = dialect().adapter().decoder(context(fixture));
      byte[] start = dialect().endlessFrame();
      decoder.feed(start, 0, start.length, log);
      for (int fed = 0; fed < ENDLESS && log.failure() == null; fed += letters.length) {
        decoder.feed(letters, 0, letters.length, log);
      }
      assertProtocolError(log, fixture.name());
    }
  }

  @Test
  void emptyAndForeignBodiesAreProtocolErrors() {
    Fixture fixture = dialect().fixtures().getFirst();
    for (String body :
        List.of("", "\n", "<!DOCTYPE html><html>Bad gateway</html>", "\u0000\u0001")) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      assertProtocolError(new Feeding(adapter(), context(fixture), bytes).whole(), body);
      DecodeContext page =
          new DecodeContext(
              new ResponseHead(200, HeaderFields.of("content-type", "text/html; charset=utf-8")),
              Endpoints.unknown().endpoint(),
              true);
      assertProtocolError(new Feeding(adapter(), page, bytes).whole(), body);
    }
  }

  @Test
  void classifyNeverThrowsAndAlwaysSays() {
    for (int status = 300; status < 600; status++) {
      for (String body :
          List.of("", "{", "null", "[[[[", "<html>", "{\"error\":{\"code\":1e999}}")) {
        Failure failure =
            adapter()
                .classify(
                    new ResponseHead(status, HeaderFields.empty()),
                    body.getBytes(StandardCharsets.UTF_8));
        assertThat(failure.message()).as("status %s", status).isNotBlank();
        assertThat(failure.upstreamStatus()).isEqualTo(status);
      }
    }
  }

  private void saysWhatItSays(Fixture fixture) {
    assertThat(feeding(fixture).whole().answer()).isEqualTo(fixture.answer());
    assertThat(FrameChecks.misses(feeding(fixture).whole())).isEmpty();
  }

  private void isTheSameHoweverCut(Fixture fixture) {
    assertThat(feeding(fixture).firstDifference(1)).isEmpty();
  }

  /** Cut short, an answer either fails or has lost nothing but its end mark or its usage. */
  private void isNeverClean(Fixture fixture) {
    List<Answer.Choice> whole = fixture.answer().choices();
    for (int length = 0; length < fixture.body().length; length++) {
      EventLog log = feeding(fixture).truncatedTo(length);
      if (log.failure() == null) {
        assertThat(log.answer().choices()).as("cut to %s bytes", length).isEqualTo(whole);
        assertThat(fixture.answer().failed()).isFalse();
      } else if (!fixture.answer().failed()) {
        assertThat(log.failure().kind()).isEqualTo(FailureKind.PROTOCOL_ERROR);
      }
    }
  }

  private void isSilentAfterItsEnd(Fixture fixture) {
    EventLog log = new EventLog();
    ResponseDecoder decoder = adapter().decoder(context(fixture));
    decoder.feed(fixture.body(), 0, fixture.body().length, log);
    decoder.end(log);
    int events = log.events().size();
    decoder.feed(fixture.body(), 0, fixture.body().length, log);
    decoder.end(log);
    assertThat(log.events()).hasSize(events);
    assertThat(decoder.done()).isTrue();
  }

  /** One byte spoilt at every place: no crash, nothing after a failure, at most one finish. */
  private void survivesSpoiltBytes(Fixture fixture) {
    for (byte spoilt : new byte[] {0, '"', '}', '\n', (byte) 0xFF}) {
      for (int at = 0; at < fixture.body().length; at++) {
        byte[] body = fixture.body().clone();
        body[at] = spoilt;
        EventLog log = new Feeding(adapter(), context(fixture), body).whole();
        long finishes = log.events().stream().filter(Finished.class::isInstance).count();
        assertThat(finishes).isLessThanOrEqualTo(Math.max(1, fixture.answer().choices().size()));
      }
    }
  }

  private cambio.spi.ProviderAdapter adapter() {
    return dialect().adapter();
  }

  private Feeding feeding(Fixture fixture) {
    return new Feeding(adapter(), context(fixture), fixture.body());
  }

  private static DecodeContext context(Fixture fixture) {
    return new DecodeContext(
        new ResponseHead(200, HeaderFields.of("content-type", fixture.mediaType())),
        Endpoints.unknown().endpoint(),
        fixture.stream());
  }

  private static void assertProtocolError(EventLog log, String of) {
    Failure failure = log.failure();
    assertThat(failure).as(of).isNotNull();
    if (failure != null) {
      assertThat(failure.kind()).as(of).isEqualTo(FailureKind.PROTOCOL_ERROR);
    }
  }
}
