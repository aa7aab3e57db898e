package cambio.server.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps generations. Safe from any thread. */
public interface GenerationStore extends AutoCloseable {

  /**
   * Keeps a generation. Idempotent on its id: what is kept first stays.
   *
   * <p>Never blocks. While the queue of what is not yet written is full the stage takes longer: who
   * waits for it is held back, and nothing is lost silently.
   *
   * @return completes once the row is on disk and would survive a crash; fails with a {@link
   *     cambio.spi.FailureException} of kind UNAVAILABLE where it could not be written. It
   *     completes on the writer's thread: do no work there
   */
  CompletionStage<@Nullable Void> append(GenerationRow generation);

  /** The generation of this id with its attempts, or null. Blocks on the disk. */
  @Nullable GenerationRow find(String id);

  /** Generations with their attempts, newest first. Blocks on the disk. */
  List<GenerationRow> list(GenerationQuery query);

  /**
   * Whether generations can be written now.
   *
   * @return null where all is well, else one sentence for people
   */
  @Nullable String trouble();

  /**
   * Whether calls should be begun that will have to be recorded: false where nothing durable could
   * take them for sure. Quick, and safe on an event loop.
   */
  default boolean accepting() {
    return true;
  }

  /** What is not in the database yet. */
  default Backlog backlog() {
    return new Backlog(0, 0, 0, 0);
  }

  /**
   * Generations that are not in the database.
   *
   * @param queued in memory, not acknowledged
   * @param spooled on this router's disk
   * @param rejected on this router's disk, refused by the database: an operator must look
   * @param lost given up since the start, each with an error in the log
   */
  record Backlog(long queued, long spooled, long rejected, long lost) {}

  /** Writes what is queued, then closes. */
  @Override
  void close();
}
