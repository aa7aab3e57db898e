package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
      CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }
    assertThat(written).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void aFailedGroupIsToldToAllOfItAndTheNextIsTried() throws Exception {
    List<Integer> written = new CopyOnWriteArrayList<>();
    try (GroupCommit<Integer> commit =
        new GroupCommit<>(
            "test",
            10,
            group -> {
              if (group.contains(1)) {
                throw new java.io.IOException("disk full");
              }
              written.addAll(group);
            })) {
      assertThatThrownBy(() -> commit.add(1).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .hasMessageContaining("UNAVAILABLE")
          .hasMessageNotContaining("disk full");
      assertThat(commit.trouble()).contains("disk full");
      commit.add(2).toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(commit.trouble()).isNull();
    }
    assertThat(written).containsExactly(2);
  }
}
