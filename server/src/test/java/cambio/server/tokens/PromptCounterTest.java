package cambio.server.tokens;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.plan.PromptMeasure;
import cambio.router.plan.RequestTraits;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far estimates by bytes, and counts of samples, are from the tokens of o200k. */
class PromptCounterTest {

  private static final int TEMPLATE = 4;
  private static final Encoding O200K =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  private static final PromptCounter COUNTER = new PromptCounter(Runnable::run);

  private static final Map<String, String> TEXTS =
      Map.of(
          "english",
              "The harbour was quiet when the last ferry came in. Nobody waited at the pier, and the"
                  + " lamps along the quay had been lit an hour too early, as they always were in"
                  + " November. She folded the letter, put it back into her coat, and walked up the"
                  + " hill without turning round. ",
          "german",
              "Der Antrag auf Erstattung der Fahrtkosten ist innerhalb von sechs Wochen nach Abschluss"
                  + " der Dienstreise schriftlich einzureichen. Über Ausnahmen entscheidet die"
                  + " Geschäftsführung; Kilometerpauschalen werden grundsätzlich nur für die kürzeste"
                  + " Straßenverbindung gewährt. ",
          "chinese",
              "昨天下午我去图书馆还书，回来的路上下起了大雨。路边的小店老板请我进去坐一会儿，给我倒了一杯热茶，" + "我们聊了很久关于这座城市的变化和他年轻时候的故事。",
          "japanese",
              "駅前の古い喫茶店は、来月で閉店するそうです。学生のころ毎週のように通った店なので、"
                  + "もう一度だけあの窓際の席でコーヒーを飲みながら、友だちに手紙を書こうと思います。",
          "code",
              "  public static int indexOf(byte[] data, byte wanted, int from) {\n    for (int i = from; i"
                  + " < data.length; i++) {\n      if (data[i] == wanted) {\n        return i;\n      }\n"
                  + "    }\n    return -1;\n  }\n\n",
          "json",
              "{\"id\": 18273, \"name\": \"Lamp, desk\", \"price\": {\"amount\": 24.90, \"currency\":"
                  + " \"EUR\"}, \"tags\": [\"home\", \"office\"], \"in_stock\": true, \"updated_at\":"
                  + " \"2026-03-14T09:26:53Z\"},\n",
          "emoji", "😀🎉 Yes!! 🚀🚀 see you 👩‍👩‍👧 on 🇫🇷 day ❤️🔥 \uD83E\uDD73 ok 👍🏽 ",
          "digits", "3.14159 26535 89793 23846; 0xDEADBEEF, 1700000000, 48.858370 2.294481\n",
          "base64",
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA\n",
          "blanks", "a        b        c        d                e                f          \n");

  private static GenerationRequest request(String text) {
    return GenerationRequest.of(List.of(Message.user(text)));
  }

  private static int exact(String text) {
    return O200K.countTokensOrdinary(text) + TEMPLATE;
  }

  /** The least and the most that an estimate is of the exact count, in percent. */
  @ParameterizedTest
  @CsvSource({
    "english, 95, 130",
    "german, 80, 150",
    "chinese, 80, 140",
    "japanese, 80, 140",
    "code, 80, 160",
    "json, 50, 110",
    "emoji, 50, 130",
    "digits, 35, 100",
    "base64, 35, 100",
    "blanks, 100, 400",
  })
  void theEstimateByBytesIsThisFarOff(String kind, int least, int most) {
    COUNTER.load();
    String text = text(kind).repeat(20);
    int exact = exact(text);
    int estimate = RequestTraits.of(request(text)).estimatedInputTokens();
    System.out.printf(
        "tokens: %-9s %6d exact, %6d by bytes (%d %%)%n",
        kind, exact, estimate, 100 * estimate / exact);
    assertThat(100.0 * estimate / exact).isBetween((double) least, (double) most);
    // A prompt has at most three times and at least a quarter of its estimate: what PromptFit
    // relies on.
    assertThat(exact).isBetween(estimate / 4, estimate * 3);
  }

  @ParameterizedTest
  @CsvSource({"english", "german", "chinese", "japanese", "code", "json", "emoji", "digits"})
  void whatIsNotLongIsCountedWhole(String kind) {
    COUNTER.load();
    String text = text(kind).repeat(40).substring(0, 2_000);
    int exact = exact(text);
    // It is counted in pieces, whose ends may split a token or make two of other ones.
    assertThat(COUNTER.tokens(request(text))).isBetween(exact - 8, exact + 8);
  }

  /** Paragraphs of all kinds, in any order: as real conversations are. */
  @Property(tries = 40)
  void aSampleIsWithinTenPercent(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 200, max = 1_000) int paragraphs) {
    COUNTER.load();
    Random random = new Random(seed);
    List<String> kinds =
        List.of("english", "german", "chinese", "japanese", "code", "json", "emoji");
    StringBuilder text = new StringBuilder();
    String kind = "english";
    for (int i = 0; i < paragraphs; i++) {
      // The kind changes now and then, as a conversation's does.
      kind = random.nextInt(4) == 0 ? kinds.get(random.nextInt(kinds.size())) : kind;
      text.append(text(kind));
    }
    int exact = exact(text.toString());
    int counted = COUNTER.tokens(request(text.toString()));
    WORST[0] = Math.min(WORST[0], 100.0 * counted / exact);
    WORST[1] = Math.max(WORST[1], 100.0 * counted / exact);
    assertThat(100.0 * counted / exact).isBetween(MOST_UNDER, MOST_OVER);
  }

  @AfterContainer
  static void tell() {
    System.out.printf(
        "tokens: samples %.1f %% to %.1f %% of the exact count%n", WORST[0], WORST[1]);
  }

  private static final double[] WORST = {100, 100};
  private static final double MOST_UNDER = 90;
  private static final double MOST_OVER = 110;

  @Test
  void textsOfSeveralMessagesAreSampledTogether() {
    COUNTER.load();
    List<Message> messages = new ArrayList<>();
    int exact = 0;
    for (int i = 0; i < 400; i++) {
      String text = text(i % 2 == 0 ? "english" : "code");
      messages.add(Message.user(text));
      exact += exact(text);
    }
    int counted = COUNTER.tokens(GenerationRequest.of(messages));
    assertThat(100.0 * counted / exact).isBetween(MOST_UNDER, MOST_OVER);
  }

  @Test
  void aLongTextWithoutABreakTakesNoLonger() {
    COUNTER.load();
    // Would take minutes where time grew with the square of the length.
    assertThat(COUNTER.tokens(request("a".repeat(20_000_000)))).isGreaterThan(100_000);
    assertThat(COUNTER.tokens(request("\ud83d".repeat(100_000)))).isGreaterThan(1_000);
    assertThat(COUNTER.tokens(request("<|endoftext|>"))).isGreaterThan(3);
  }

  @Test
  void nothingIsCountedUntilTheVocabularyIsThere() {
    List<Runnable> background = new ArrayList<>();
    PromptCounter cold = new PromptCounter(background::add);
    PromptMeasure measure = cold.measure(request("hello"));
    assertThat(background).isEmpty();
    assertThat(measure.tokens()).isEqualTo(PromptMeasure.UNKNOWN);
    assertThat(measure.tokens()).isEqualTo(PromptMeasure.UNKNOWN);
    assertThat(background).hasSize(1);
    background.getFirst().run();
    assertThat(cold.measure(request("hello")).tokens()).isEqualTo(exact("hello"));
  }

  private static String text(String kind) {
    return requireNonNull(TEXTS.get(kind));
  }
}
