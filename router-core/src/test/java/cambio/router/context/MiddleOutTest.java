package cambio.router.context;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.context.MiddleOut.Result;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MiddleOutTest {

  private static final int ANY = Integer.MAX_VALUE;

  private static Message call(String id) {
    return new Message.Assistant(
        List.of(new ContentPart.ToolCall(id, "search", "{}", null, null)),
        null,
        false,
        Extras.none());
  }

  private static String words(String word, int count) {
    return (word + " ").repeat(count);
  }

  @Test
  void whatFitsIsLeftAsItIs() {
    GenerationRequest request = GenerationRequest.of(List.of(Message.user("hi")));
    Result result = MiddleOut.compress(request, 100, ANY);
    assertThat(result.request()).isSameAs(request);
    assertThat(result.changed()).isFalse();
  }

  @Test
  void theMiddleGoesAndBothEndsStay() {
    List<Message> messages = new ArrayList<>(List.of(Message.system("Be kind.")));
    for (int i = 0; i < 20; i++) {
      messages.add(Message.user("question " + i + words(" q", 50)));
      messages.add(Message.assistant("answer " + i + words(" a", 50)));
    }
    messages.add(Message.user("the last question"));
    Result result = MiddleOut.compress(GenerationRequest.of(messages), 400, ANY);
    List<Message> kept = result.request().messages();
    assertThat(kept.getFirst()).isEqualTo(messages.getFirst());
    assertThat(kept.get(1)).isEqualTo(messages.get(1));
    assertThat(kept.getLast()).isEqualTo(messages.getLast());
    assertThat(result.tokensAfter()).isLessThanOrEqualTo(400);
    assertThat(result.removedMessages()).isEqualTo(messages.size() - kept.size()).isPositive();
    assertThat(messages).containsSubsequence(kept);
  }

  @Test
  void theNumberOfMessagesIsLimitedToo() {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      messages.add(i % 2 == 0 ? Message.user("q" + i) : Message.assistant("a" + i));
    }
    Result result = MiddleOut.compress(GenerationRequest.of(messages), 1_000_000, 10);
    assertThat(result.request().messages())
        .hasSize(10)
        .startsWith(messages.get(0), messages.get(1))
        .endsWith(messages.get(99), messages.get(100));
  }

  @Test
  void aLastTurnThatIsTooLongIsCutInItsMiddle() {
    String text = "BEGIN " + words("middle", 5_000) + "END";
    Result result = MiddleOut.compress(GenerationRequest.of(List.of(Message.user(text))), 500, ANY);
    assertThat(result.tokensAfter()).isLessThanOrEqualTo(500);
    assertThat(result.cutTexts()).isPositive();
    assertThat(result.request().messages().getFirst().content().getFirst())
        .isInstanceOfSatisfying(
            ContentPart.Text.class,
            part -> assertThat(part.text()).startsWith("BEGIN").contains("[...]").endsWith("END"));
  }

  @Property(tries = 200)
  void aToolCallIsNeverPartedFromItsResult(
      @ForAll long seed, @ForAll @IntRange(min = 10, max = 2_000) int budget) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Message> messages = new ArrayList<>();
    int turns = random.nextInt(1, 30);
    for (int i = 0; i < turns; i++) {
      messages.add(Message.user(words("u", random.nextInt(1, 80))));
      if (random.nextBoolean()) {
        messages.add(call("c" + i));
        messages.add(Message.toolResult("c" + i, words("r", random.nextInt(1, 80))));
      }
      messages.add(Message.assistant(words("a", random.nextInt(1, 80))));
    }
    messages.add(Message.user(words("🦊", random.nextInt(1, 400))));
    List<Message> kept =
        MiddleOut.compress(GenerationRequest.of(messages), budget, ANY).request().messages();
    Set<String> calls = new HashSet<>();
    Set<String> results = new HashSet<>();
    for (Message message : kept) {
      if (message instanceof Message.Assistant assistant) {
        assistant.toolCalls().forEach(one -> calls.add(one.id()));
      } else if (message instanceof Message.ToolResult result) {
        results.add(result.toolCallId());
      }
    }
    assertThat(results).isEqualTo(calls);
    assertThat(kept).isNotEmpty();
    for (ContentPart part : kept.getLast().content()) {
      assertThat(part)
          .isInstanceOfSatisfying(
              ContentPart.Text.class,
              text ->
                  assertThat(
                          new String(
                              text.text().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                              java.nio.charset.StandardCharsets.UTF_8))
                      .isEqualTo(text.text()));
    }
  }
}
