package cambio.server.auth;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Slows down who tries keys: of one address only so many refusals a second say what is wrong with
 * the key, the others only to wait. A good key is never held back, so that whoever shares an
 * address with a guesser is not locked out.
 */
public final class FailureLimit implements Authenticator {

  /** So many refusals a second are answered in full. */
  static final int PER_SECOND = 20;

  private static final int ADDRESSES_MAX = 10_000;
  private static final int COUNT_BITS = 20;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  private final Authenticator next;
  private final InstantSource clock;

  /** The second that is counted, and the count, in one number. */
  private final Cache<InetAddress, AtomicLong> refusals =
      Caffeine.newBuilder().maximumSize(ADDRESSES_MAX).build();

  /** A limit around another authenticator. */
  public FailureLimit(Authenticator next, InstantSource clock) {
    this.next = next;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Caller> identify(Presented presented) {
    CompletableFuture<Caller> found = next.identify(presented);
    InetAddress address = presented.address();
    if (address == null || found.state() == CompletableFuture.State.SUCCESS) {
      return found;
    }
    return found.exceptionallyCompose(
        thrown -> CompletableFuture.failedFuture(limited(address, thrown)));
  }

  private Throwable limited(InetAddress address, Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    boolean counted =
        cause instanceof FailureException refused
            && refused.failure().kind() == FailureKind.AUTHENTICATION;
    return counted && count(address) > PER_SECOND ? tooMany() : cause;
  }

  private long count(InetAddress address) {
    long second = clock.millis() / 1_000;
    return refusals
            .get(address, unseen -> new AtomicLong())
            .updateAndGet(before -> {
              boolean sameSecond = before >>> COUNT_BITS == second;
              long count = sameSecond ? Math.min(COUNT_MASK, (before & COUNT_MASK) + 1) : 1;
              return second << COUNT_BITS | count;
            })
        & COUNT_MASK;
  }

  private static FailureException tooMany() {
    return new FailureException(
        Failure.of(
                FailureKind.QUOTA_EXCEEDED,
                "Too many calls with bad keys come from this address. Wait, and send a good key.")
            .withRetryAfter(Duration.ofSeconds(1)));
  }
}
