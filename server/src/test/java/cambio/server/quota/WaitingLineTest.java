package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger free = new AtomicInteger();
  private final WaitingLine line = new WaitingLine(timer, nanos::get, Duration.ofSeconds(5));

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  /** Takes one where there is one. */
  private CompletionStage<Boolean> take() {
    return CompletableFuture.completedFuture(free.getAndUpdate(left -> Math.max(0, left - 1)) > 0);
  }

  private CompletableFuture<Boolean> ask() {
    return line.ask("r", this::take, taken -> !taken).toCompletableFuture();
  }

  @Test
  void whatIsThereIsTakenAtOnce() {
    free.set(1);
    assertThat(ask()).isCompletedWithValue(true);
  }

  @Test
  void firstComeFirstServed() throws Exception {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int caller = i;
      all.add(ask().thenAccept(taken -> order.add(caller)));
    }
    assertThat(order).isEmpty();
    free.set(5);
    line.freed("r");
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void whoIsUnderWayGoesAheadOfWhoHasNotBegun() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<?> fresh = ask().thenAccept(taken -> order.add("fresh"));
    CompletableFuture<?> running = askAhead().thenAccept(taken -> order.add("running"));
    free.set(1);
    running.get(10, TimeUnit.SECONDS);
    assertThat(order).containsExactly("running");
    free.set(1);
    fresh.get(10, TimeUnit.SECONDS);
    assertThat(order).containsExactly("running", "fresh");
  }

  private CompletableFuture<Boolean> askAhead() {
    return line.askAhead("r", this::take, taken -> !taken).toCompletableFuture();
  }

  @Test
  void whoIsUnderWayAsksAtOnceWhoeverWaits() {
    CompletableFuture<Boolean> inVain = CompletableFuture.completedFuture(false);
    line.ask("r", () -> inVain, taken -> !taken);
    free.set(1);
    assertThat(ask()).as("behind who waits in vain").isNotDone();
    assertThat(askAhead()).isCompletedWithValue(true);
  }

  @Test
  void aFreeOneIsNoticedWithoutBeingTold() throws Exception {
    CompletableFuture<Boolean> waiting = ask();
    assertThat(waiting).isNotDone();
    free.set(1);
    assertThat(waiting.get(120, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nobodyWaitsForEver() throws Exception {
    CompletableFuture<Boolean> waiting = ask();
    nanos.set(Duration.ofSeconds(6).toNanos());
    assertThat(waiting.get(120, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void manyAreServedWithoutDeepStacks() throws Exception {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      all.add(ask());
    }
    free.set(20_000);
    line.freed("r");
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
  }
}
