package cambio.server.idempotency;

import cambio.server.content.ContentSeal;
import cambio.server.execution.GenerationCall;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which calls under idempotency keys are served, and keeps their answers. Where the store
 * of keys is away no call with a key is served: better none than one that may be a second.
 */
public final class Idempotency implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Idempotency.class);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final String PURPOSE = "idempotency";
  private static final byte[] NO_ANSWER = {};

  private final Parts parts;
  private final ClaimKeeper keeper;

  /**
   * What it works with.
   *
   * @param store knows the keys
   * @param fingerprints makes of requests what the store may see
   * @param zeroRetention whether no answer may be kept for a call
   * @param charged whether the generation of this id was charged, by the records; blocks
   * @param background runs what blocks or computes
   * @param random a source that cannot be guessed, safe for use by many threads
   */
  public record Parts(
      ClaimStore store,
      Fingerprints fingerprints,
      Predicate<GenerationCall> zeroRetention,
      Predicate<String> charged,
      IdempotencyRules rules,
      Executor background,
      RandomGenerator random) {}

  /** A desk of these parts. */
  public Idempotency(Parts parts) {
    this.parts = parts;
    this.keeper = new ClaimKeeper(parts.store(), parts.rules().lease());
  }

  /** Makes of requests what is claimed for them. */
  public Fingerprints fingerprints() {
    return parts.fingerprints();
  }

  /** Decides on a call. The stage never fails, and completes on any thread. */
  public CompletionStage<Turn> claim(KeyedCall keyed, GenerationCall call) {
    ClaimRequest request =
        new ClaimRequest(
            keyed.name(),
            keyed.digest(),
            call.context().generationId(),
            parts.rules().lease(),
            parts.rules().life());
    return ask(request, null)
        .thenCompose(claim -> decide(claim, request, keyed, call))
        .exceptionally(trouble -> {
          log.warn("an idempotency key could not be claimed: {}", trouble.toString());
          // Where the claim was made all the same, it is in nobody's way.
          var _ = parts.store().free(request);
          return new Turn.Refuse(unavailable(keyed));
        });
  }

  private CompletionStage<Claim> ask(ClaimRequest request, @Nullable String over) {
    try {
      return parts.store().claim(request, over);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<Turn> decide(
      Claim claim, ClaimRequest request, KeyedCall keyed, GenerationCall call) {
    return switch (claim) {
      case Claim.Granted granted -> done(serve(request, keyed, call));
      case Claim.Running running -> done(new Turn.Refuse(running(keyed)));
      case Claim.OtherRequest other -> done(new Turn.Refuse(otherRequest(keyed)));
      case Claim.Kept kept -> replay(kept, keyed);
      case Claim.Lapsed lapsed -> takeOver(lapsed.generation(), request, keyed, call);
    };
  }

  private Turn serve(ClaimRequest request, KeyedCall keyed, GenerationCall call) {
    keeper.began(request);
    return new Turn.Serve(new Held(request, keyed, call));
  }

  /** Whoever held the key may have been killed after it was charged and before it could say so. */
  private CompletionStage<Turn> takeOver(
      String former, ClaimRequest request, KeyedCall keyed, GenerationCall call) {
    return CompletableFuture.supplyAsync(() -> parts.charged().test(former), parts.background())
        .thenCompose(charged -> {
          if (!charged) {
            return ask(request, former)
                .thenCompose(claim ->
                    // Another took it over meanwhile, or it lapsed once more: in its turn.
                    claim instanceof Claim.Lapsed
                        ? done(new Turn.Refuse(running(keyed)))
                        : decide(claim, request, keyed, call));
          }
          ClaimRequest theirs =
              new ClaimRequest(
                  request.name(), request.digest(), former, request.lease(), request.life());
          return parts
              .store()
              .keep(theirs, NO_ANSWER)
              .thenApply(kept -> new Turn.Refuse(notKept(keyed, former)));
        });
  }

  private CompletionStage<Turn> replay(Claim.Kept kept, KeyedCall keyed) {
    if (kept.answer().length == 0) {
      return done(new Turn.Refuse(notKept(keyed, kept.generation())));
    }
    return CompletableFuture.supplyAsync(
        () -> {
          byte[] opened = seal(keyed).open(PURPOSE, keyed.name(), kept.answer());
          RecordedAnswer answer = opened == null ? null : RecordedAnswer.of(opened);
          return answer == null
              ? new Turn.Refuse(notKept(keyed, kept.generation()))
              : new Turn.Replay(answer);
        },
        parts.background());
  }

  private ContentSeal seal(KeyedCall keyed) {
    return new ContentSeal(keyed.seal(), parts.random());
  }

  private static CompletionStage<Turn> done(Turn turn) {
    return CompletableFuture.completedFuture(turn);
  }

  private static Failure running(KeyedCall keyed) {
    return Failure.of(
            FailureKind.CONFLICT,
            keyed.field()
                + ": the request that came with this key first is still being answered. Send this"
                + " one again in a moment to get its answer.")
        .withField(keyed.field())
        .withRetryAfter(RETRY_AFTER);
  }

  private static Failure otherRequest(KeyedCall keyed) {
    return Failure.of(
            FailureKind.UNPROCESSABLE,
            keyed.field()
                + ": this key came with another request before. Send the same body to the same"
                + " path, byte for byte, or take a new key.")
        .withField(keyed.field());
  }

  private static Failure notKept(KeyedCall keyed, String generation) {
    return Failure.of(
            FailureKind.ALREADY_EXISTS,
            keyed.field()
                + ": the request of this key was answered and charged as "
                + generation
                + ", but its answer could not be kept. Take a new key to have another one"
                + " generated.")
        .withField(keyed.field());
  }

  private static Failure unavailable(KeyedCall keyed) {
    return Failure.of(
            FailureKind.UNAVAILABLE,
            keyed.field()
                + ": the store of idempotency keys cannot be used now, so nobody can say that this"
                + " request is not a second one. Send it again in a moment, or without a key.")
        .withRetryAfter(RETRY_AFTER);
  }

  @Override
  public void close() {
    keeper.close();
    parts.store().close();
  }

  /** A claim of a call under way. */
  private final class Held implements HeldClaim {

    private final ClaimRequest request;
    private final KeyedCall keyed;
    private final GenerationCall call;
    private final AtomicBoolean over = new AtomicBoolean();

    private Held(ClaimRequest request, KeyedCall keyed, GenerationCall call) {
      this.request = request;
      this.keyed = keyed;
      this.call = call;
    }

    @Override
    public long maxAnswer() {
      return parts.rules().maxAnswer();
    }

    @Override
    public CompletionStage<?> keep(@Nullable RecordedAnswer answer) {
      if (!over.compareAndSet(false, true)) {
        return CompletableFuture.completedFuture(null);
      }
      return CompletableFuture.supplyAsync(() -> sealed(answer), parts.background())
          .thenCompose(sealed -> keeper.keep(request, sealed))
          .exceptionally(trouble -> {
            log.error("generation {}: its answer is not kept", request.generation(), trouble);
            return null;
          });
    }

    private byte[] sealed(@Nullable RecordedAnswer answer) {
      return answer == null || parts.zeroRetention().test(call)
          ? NO_ANSWER
          : seal(keyed).seal(PURPOSE, keyed.name(), answer.toBytes());
    }

    @Override
    public void free() {
      if (over.compareAndSet(false, true)) {
        keeper.ended(request);
        var _ = parts.store().free(request);
      }
    }

    @Override
    public void abandon() {
      if (over.compareAndSet(false, true)) {
        keeper.ended(request);
      }
    }
  }
}
