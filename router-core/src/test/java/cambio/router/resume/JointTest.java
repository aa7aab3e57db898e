package cambio.router.resume;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.event.ContentDelta;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JointTest {

  private static final GenerationRequest REQUEST = GenerationRequest.of(List.of(Message.user("q")));

  /** A model that answers this text, whatever way its provider has of carrying it on. */
  enum Manner {
    GOES_ON,
    REPEATS,
    TRIMS
  }

  @Property
  void theWholeIsWhatAnUnbrokenAnswerWouldBe(
      @ForAll("texts") String answer, @ForAll Manner manner, @ForAll Random random) {
    int cut = answer.isEmpty() ? 0 : random.nextInt(answer.length() + 1);
    String shown = answer.substring(0, cut);
    Continuation continuation = continuation(shown);
    String rest = answer.substring(continuation.sent().length());
    // What repeats itself from its very beginning cannot be told from a repetition.
    Assume.that(continuation.sent().length() < 24 || !rest.startsWith(continuation.sent()));
    String upstream =
        switch (manner) {
          case GOES_ON -> rest;
          case REPEATS -> continuation.sent().length() < 24 ? rest : continuation.sent() + rest;
          // Only blanks that the caller has already can be trimmed without a loss.
          case TRIMS -> answer.substring(cut).isBlank() ? rest : trimmed(rest, answer, cut);
        };
    assertThat(shown + joined(continuation, upstream, random)).isEqualTo(answer);
  }

  private static String trimmed(String rest, String answer, int cut) {
    return Character.isWhitespace(answer.charAt(cut)) ? rest : rest.stripLeading();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", " ", "\n", "é", "🙂", "the end of the matter", "ab")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  private static String joined(Continuation continuation, String upstream, Random random) {
    Joint joint = new Joint(continuation);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (from < upstream.length()) {
      int to = from + 1 + random.nextInt(upstream.length() - from);
      out.append(joint.next(upstream.substring(from, to)));
      from = to;
    }
    out.append(joint.end());
    assertThat(joint.torn()).isFalse();
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "'one ', ' two', 'two'",
    "'one ', 'two', 'two'",
    "'one', ' two', ' two'",
    "'one\n\n', '\n\n\ntwo', '\ntwo'",
    "' ', ' one', 'one'",
    // Too short to be known for a repetition.
    "'ha', 'ha', 'ha'",
    "'It was a dark and stormy night', 'It was a dark and stormy night; the rain', '; the rain'",
    "'It was a dark and stormy night ', 'It was a dark and stormy night the', 'the'",
    "'It was a dark and stormy night', 'It was a dark horse', 'It was a dark horse'",
  })
  void whatTheCallerHasIsTakenOff(String shown, String upstream, String expected) {
    Joint joint = new Joint(continuation(shown));
    assertThat(joint.next(upstream) + joint.end()).isEqualTo(expected);
  }

  @Test
  void otherWhiteSpaceIsNoContinuation() {
    Joint joint = new Joint(continuation("one\n"));
    assertThat(joint.next(" two")).isEmpty();
    assertThat(joint.torn()).isTrue();
    assertThat(joint.next("three")).isEmpty();
  }

  private static Continuation continuation(String shown) {
    PartialAnswer partial = new PartialAnswer();
    partial.accept(new ContentDelta(0, shown));
    return requireNonNull(Continuation.of(REQUEST, partial));
  }
}
