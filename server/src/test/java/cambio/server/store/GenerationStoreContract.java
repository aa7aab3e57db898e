package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.store.GenerationRow.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of generations must do; an implementation's test extends it. */
abstract class GenerationStoreContract {

  @SuppressWarnings("NullAway.Init")
  private GenerationStore store;

  /** An empty store. */
  abstract GenerationStore open() throws Exception;

  /** Another store over the same data, opened after the first was closed. */
  abstract GenerationStore reopen() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() throws Exception {
    store.close();
  }

  GenerationStore store() {
    return store;
  }

  private void append(GenerationRow... rows) throws Exception {
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    for (GenerationRow row : rows) {
      written.add(store.append(row).toCompletableFuture());
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
  }

  @Test
  void whatIsWrittenIsReadBackWhole() throws Exception {
    append(GenerationRows.full(1), GenerationRows.bare(2));
    assertThat(store.find(GenerationRows.id(1))).isEqualTo(GenerationRows.full(1));
    assertThat(store.find(GenerationRows.id(2))).isEqualTo(GenerationRows.bare(2));
    assertThat(store.find("gen_none")).isNull();
    assertThat(store.find("' or 1=1 --")).isNull();
    assertThat(store.trouble()).isNull();
  }

  @Test
  void theSameIdIsKeptOnce() throws Exception {
    append(GenerationRows.full(1));
    append(GenerationRows.full(1), GenerationRows.bare(1));
    assertThat(store.list(GenerationQuery.newest(10))).containsExactly(GenerationRows.full(1));
  }

  @Test
  void pagesRunFromTheNewestToTheOldest() throws Exception {
    for (int i = 0; i < 7; i++) {
      append(GenerationRows.full(i));
    }
    GenerationQuery query = GenerationQuery.newest(3);
    assertThat(ids(query)).containsExactly(id(6), id(5), id(4));
    assertThat(ids(query.after(id(4)))).containsExactly(id(3), id(2), id(1));
    assertThat(ids(query.after(id(1)))).containsExactly(id(0));
  }

  @Test
  void filtersHoldTogether() throws Exception {
    for (int i = 0; i < 6; i++) {
      append(GenerationRows.full(i));
    }
    append(GenerationRows.bare(6));
    Instant two = GenerationRows.START.plusSeconds(2);
    Instant four = GenerationRows.START.plusSeconds(4);
    assertThat(filtered(all -> all.ofKey("key1"))).containsExactly(id(4), id(1));
    assertThat(filtered(all -> all.ending(Outcome.FAILED))).containsExactly(id(6));
    assertThat(filtered(all -> all.answeredBy("acme/large", "acme")))
        .hasSize(6)
        .doesNotContain(id(6));
    assertThat(filtered(all -> all.ofOrganization("acme").ofWorkspace("dev"))).hasSize(6);
    assertThat(filtered(all -> all.ofOrganization("acme").ofWorkspace("prod"))).isEmpty();
    assertThat(filtered(all -> all.ofOrganization("other").ofWorkspace("dev"))).isEmpty();
    assertThat(filtered(all -> all.ofSession("session"))).hasSize(6);
    assertThat(filtered(all -> all.received(two, four))).containsExactly(id(3), id(2));
    assertThat(filtered(all -> all.ofKey("key1").received(two, null))).containsExactly(id(4));
    GenerationQuery page = new GenerationQuery.Filter().ofKey("key1").page(null, 1);
    assertThat(ids(page)).containsExactly(id(4));
    assertThat(ids(page.after(id(4)))).containsExactly(id(1));
  }

  private List<String> filtered(UnaryOperator<GenerationQuery.Filter> filter) {
    return ids(filter.apply(new GenerationQuery.Filter()).page(null, 100));
  }

  @Test
  void whatWasAcknowledgedIsThereAfterReopening() throws Exception {
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      written.add(store.append(GenerationRows.full(i)).toCompletableFuture());
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
    store.close();
    try (GenerationStore again = reopen()) {
      assertThat(again.list(GenerationQuery.newest(1_000))).hasSize(1_000);
    }
  }

  @Test
  void closingWritesWhatIsQueued() throws Exception {
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      written.add(store.append(GenerationRows.bare(i)).toCompletableFuture());
    }
    store.close();
    assertThat(written)
        .allMatch(CompletableFuture::isDone)
        .noneMatch(f -> f.isCompletedExceptionally());
    try (GenerationStore again = reopen()) {
      assertThat(again.list(GenerationQuery.newest(1_000))).hasSize(300);
    }
  }

  private static String id(int number) {
    return GenerationRows.id(number);
  }

  private List<String> ids(GenerationQuery query) {
    return store.list(query).stream().map(GenerationRow::id).toList();
  }
}
