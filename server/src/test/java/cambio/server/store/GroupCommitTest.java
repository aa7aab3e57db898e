package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  @Test
  void aFullQueueHoldsBackAndLosesNothing() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    List<Integer> written = new CopyOnWriteArrayList<>();
    List<CompletableFuture<@Nullable Void>> stages = new ArrayList<>();
    try (GroupCommit<Integer> commit =
        new GroupCommit<>(
            "test",
            2,
            group -> {
              disk.await();
              written.addAll(group);
            })) {
      for (int i = 0; i < 50; i++) {
        stages.add(commit.add(i).toCompletableFuture());
      }
      assertThat(stages).noneMatch(CompletableFuture::isDone);
      disk.countDown();
      CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
    }
    assertThat(written).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void oneBadItemDoesNotTakeTheOthersOfItsGroupAlong() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    List<Integer> written = new CopyOnWriteArrayList<>();
    List<CompletableFuture<@Nullable Void>> stages = new ArrayList<>();
    try (GroupCommit<Integer> commit =
        new GroupCommit<>(
            "test",
            100,
            group -> {
              disk.await();
              if (group.contains(3)) {
                throw new IllegalArgumentException("no such row");
              }
              written.addAll(group);
            })) {
      for (int i = 0; i < 6; i++) {
        stages.add(commit.add(i).toCompletableFuture());
      }
      disk.countDown();
      assertThatThrownBy(() -> stages.get(3).get(120, TimeUnit.SECONDS))
          .hasMessageContaining("UNAVAILABLE")
          .hasMessageNotContaining("no such row");
      for (int i : new int[] {0, 1, 2, 4, 5}) {
        stages.get(i).get(120, TimeUnit.SECONDS);
      }
      assertThat(commit.lost()).isEqualTo(1);
      assertThat(commit.accepting()).isTrue();
      assertThat(commit.backlog()).isZero();
    }
    assertThat(written).containsExactlyInAnyOrder(0, 1, 2, 4, 5);
  }

  @Test
  void whileTheStoreIsAwayNobodyWaitsAndEverythingIsWrittenAfterwards() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    CountDownLatch back = new CountDownLatch(3);
    List<Integer> written = new CopyOnWriteArrayList<>();
    try (GroupCommit<Integer> commit =
        new GroupCommit<>(
            "test",
            100,
            group -> {
              if (away.get()) {
                throw new OutageException("disk full");
              }
              written.addAll(group);
              group.forEach(item -> back.countDown());
            })) {
      for (int i = 0; i < 3; i++) {
        int item = i;
        assertThatThrownBy(() -> commit.add(item).toCompletableFuture().get(120, TimeUnit.SECONDS))
            .hasMessageContaining("UNAVAILABLE")
            .hasMessageNotContaining("disk full");
        assertThat(commit.trouble()).contains("disk full");
        assertThat(commit.accepting()).isFalse();
      }
      away.set(false);
      assertThat(back.await(120, TimeUnit.SECONDS)).isTrue();
      commit.add(3).toCompletableFuture().get(120, TimeUnit.SECONDS);
      assertThat(commit.trouble()).isNull();
      assertThat(commit.lost()).isZero();
    }
    assertThat(written).containsExactly(0, 1, 2, 3);
  }
}
