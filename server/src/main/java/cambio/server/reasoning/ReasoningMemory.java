package cambio.server.reasoning;

import cambio.router.catalog.Endpoint;
import cambio.router.plan.Candidate;
import cambio.router.plan.RoutePlan;
import cambio.server.content.ContentStore;
import cambio.server.content.MemoryContentStore;
import cambio.server.content.Tenant;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.ConversationMemory;
import cambio.server.execution.GenerationCall;
import cambio.spi.request.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers reasoning by tool-call id, in the store of content. */
public final class ReasoningMemory implements ConversationMemory {

  private static final Logger log = LoggerFactory.getLogger(ReasoningMemory.class);

  private static final String PREFIX = "reasoning:";

  /** A call does not wait longer for what a store may know. */
  private static final long WAIT_MILLIS = 250;

  /** How many messages of a conversation are looked up, the latest first. */
  private static final int MOST_TURNS = 64;

  private static final long ABSENT_BYTES = 4L << 20;
  private static final Duration ABSENT_TTL = Duration.ofMinutes(10);
  private static final byte[] NOTHING = {};

  private final ContentStore store;
  private final Duration ttl;
  private final Predicate<GenerationCall> zeroRetention;
  private final Predicate<Endpoint> takesReasoning;

  /**
   * Calls of which nothing is kept, so that a long conversation does not ask for them every time.
   */
  private final ContentStore absent;

  /**
   * A memory.
   *
   * @param ttl how long reasoning is kept
   * @param zeroRetention whether nothing may be kept for a call
   * @param takesReasoning whether reasoning has a way back to an endpoint
   */
  public ReasoningMemory(
      ContentStore store,
      Duration ttl,
      Predicate<GenerationCall> zeroRetention,
      Predicate<Endpoint> takesReasoning,
      InstantSource clock) {
    this.store = store;
    this.ttl = ttl;
    this.zeroRetention = zeroRetention;
    this.takesReasoning = takesReasoning;
    this.absent = new MemoryContentStore(ABSENT_BYTES, clock);
  }

  @Override
  public AnswerSink watching(GenerationCall call, AnswerSink sink) {
    if (call.request().tools().tools().isEmpty()) {
      return sink;
    }
    Tenant tenant = Tenant.keeping(call.context().principal(), zeroRetention.test(call));
    return tenant == null
        ? sink
        : new WatchedSink(sink, (head, notes) -> keep(tenant, head, notes));
  }

  private void keep(Tenant tenant, AnswerHead head, TurnNotes notes) {
    Endpoint endpoint = endpoint(head);
    KeptTurn turn = endpoint == null ? null : notes.turn(endpoint);
    byte[] content = turn == null ? NOTHING : turn.toBytes();
    for (String id : notes.callIds()) {
      if (turn == null) {
        absent.put(tenant, id, NOTHING, ABSENT_TTL);
      } else {
        store
            .put(tenant, PREFIX + id, content, ttl)
            .exceptionally(trouble -> {
              log.warn("reasoning was not kept: {}", trouble.getMessage());
              return null;
            });
      }
    }
  }

  private static @Nullable Endpoint endpoint(AnswerHead head) {
    for (Candidate candidate : head.plan().candidates()) {
      if (candidate.endpoint().id().equals(head.endpoint())) {
        return candidate.endpoint();
      }
    }
    return null;
  }

  @Override
  public CompletionStage<Recollection> recall(GenerationCall call, RoutePlan plan) {
    List<String> ids = missing(call.request().messages());
    boolean anyTakes =
        !ids.isEmpty()
            && plan.candidates().stream().anyMatch(c -> takesReasoning.test(c.endpoint()));
    Tenant tenant =
        anyTakes ? Tenant.keeping(call.context().principal(), zeroRetention.test(call)) : null;
    return tenant == null
        ? CompletableFuture.completedFuture(Recollection.NOTHING)
        : find(tenant, ids);
  }

  private CompletionStage<Recollection> find(Tenant tenant, List<String> ids) {
    Map<String, KeptTurn> found = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> asked = new ArrayList<>();
    for (String id : ids) {
      if (absent.get(tenant, id).toCompletableFuture().join() == null) {
        CompletableFuture<?> answer =
            store
                .get(tenant, PREFIX + id)
                .thenAccept(content -> {
                  KeptTurn turn = content == null ? null : KeptTurn.of(content);
                  if (turn == null) {
                    absent.put(tenant, id, NOTHING, ABSENT_TTL);
                  } else {
                    found.put(id, turn);
                  }
                })
                .toCompletableFuture();
        if (!answer.isDone() || answer.isCompletedExceptionally()) {
          asked.add(answer);
        }
      }
    }
    CompletableFuture<Void> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    CompletableFuture<Void> soon =
        all.isDone() ? all : all.orTimeout(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    return soon.handle((done, trouble) -> {
      if (trouble != null) {
        log.warn("kept reasoning could not be read: {}", trouble.getMessage());
      }
      return found.isEmpty() ? Recollection.NOTHING : new Recalled(found, takesReasoning);
    });
  }

  /** The first call of every message that has calls, and nothing that a plain client drops. */
  private static List<String> missing(List<Message> messages) {
    List<String> ids = new ArrayList<>(0);
    for (int i = messages.size() - 1; i >= 0 && ids.size() < MOST_TURNS; i--) {
      if (messages.get(i) instanceof Message.Assistant message) {
        String id = Recalled.key(message);
        if (id != null) {
          ids.add(id);
        }
      }
    }
    return ids;
  }
}
