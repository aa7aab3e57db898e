package cambio.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.health.HealthNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every exchange does. Each test finds an empty one. */
abstract class HealthExchangeContract {

  abstract HealthExchange exchange() throws Exception;

  @Test
  void othersHearTheLastWordOnEachSubject() throws Exception {
    HealthExchange exchange = exchange();
    get(exchange.tell("a", List.of(note("x:m", "one"), note("", "cooling"), note("y:m", "two"))));
    get(exchange.tell("a", List.of(note("x:m", "three"))));
    HealthExchange.Heard heard = get(exchange.hear("b", 0, 10));
    assertThat(texts(heard)).containsExactly("a :cooling", "a y:m:two", "a x:m:three");
    assertThat(heard.more()).isFalse();
  }

  @Test
  void nobodyHearsItself() throws Exception {
    HealthExchange exchange = exchange();
    get(exchange.tell("a", List.of(note("x:m", "mine"))));
    get(exchange.tell("b", List.of(note("x:m", "theirs"))));
    assertThat(texts(get(exchange.hear("a", 0, 10)))).containsExactly("b x:m:theirs");
    assertThat(texts(get(exchange.hear("b", 0, 10)))).containsExactly("a x:m:mine");
  }

  @Test
  void onlyWhatIsNewIsGiven() throws Exception {
    HealthExchange exchange = exchange();
    get(exchange.tell("a", List.of(note("x:m", "one"))));
    HealthExchange.Heard first = get(exchange.hear("b", 0, 10));
    HealthExchange.Heard second = get(exchange.hear("b", first.upTo(), 10));
    assertThat(second.notes()).isEmpty();
    get(exchange.tell("a", List.of(note("y:m", "two"))));
    assertThat(texts(get(exchange.hear("b", second.upTo(), 10)))).containsExactly("a y:m:two");
  }

  @Test
  void manyAreHeardInPieces() throws Exception {
    HealthExchange exchange = exchange();
    List<HealthNote> many = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      many.add(note("x:m" + i, "" + i));
    }
    get(exchange.tell("a", many));
    List<String> all = new ArrayList<>();
    HealthExchange.Heard heard = get(exchange.hear("b", 0, 10));
    all.addAll(texts(heard));
    while (heard.more()) {
      heard = get(exchange.hear("b", heard.upTo(), 10));
      all.addAll(texts(heard));
    }
    assertThat(all).hasSize(25).doesNotHaveDuplicates();
  }

  @Test
  void bytesComeBackAsTheyWere() throws Exception {
    HealthExchange exchange = exchange();
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    get(exchange.tell("a", List.of(new HealthNote("x:m", bytes))));
    assertThat(get(exchange.hear("b", 0, 10)).notes().getFirst().note().bytes()).isEqualTo(bytes);
  }

  @Test
  void afterALossEverythingIsGivenAnew() throws Exception {
    HealthExchange exchange = exchange();
    get(exchange.tell("a", List.of(note("x:m", "one"))));
    assertThat(texts(get(exchange.hear("b", 1_000_000, 10)))).containsExactly("a x:m:one");
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  private static HealthNote note(String subject, String text) {
    return new HealthNote(subject, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> texts(HealthExchange.Heard heard) {
    return heard.notes().stream()
        .map(from ->
            from.router()
                + " "
                + from.note().subject()
                + ":"
                + new String(from.note().bytes(), StandardCharsets.UTF_8))
        .toList();
  }
}
