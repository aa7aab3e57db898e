package cambio.server.auth;

import cambio.server.tenant.ApiKey;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Finds the presented key in the {@link KeyDirectory}. */
public final class KeyAuthenticator implements Authenticator {

  private static final CompletableFuture<Caller> ANONYMOUS =
      CompletableFuture.completedFuture(Caller.ANONYMOUS);
  private static final long MINUTE_MILLIS = 60_000;

  private final KeySource source;
  private final KeyDirectory directory;
  private final boolean required;
  private final InstantSource clock;

  /**
   * An authenticator.
   *
   * @param required whether a call without a known key is refused; where not, it runs as {@link
   *     Caller#ANONYMOUS}, but an expired or disabled key is refused all the same
   */
  public KeyAuthenticator(
      KeySource source, KeyDirectory directory, boolean required, InstantSource clock) {
    this.source = source;
    this.directory = directory;
    this.required = required;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Caller> identify(Presented presented) {
    String key;
    try {
      key = presented.key();
    } catch (FailureException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (key == null) {
      return without(
          "No API key was sent. Send one as \"Authorization: Bearer sk-cambio-v1-...\" or in"
              + " x-api-key; `cambio keys create` makes one.");
    }
    String hash = ApiKey.hash(key);
    if (!source.possible(key, hash)) {
      return unknown();
    }
    CompletableFuture<KeyDirectory.Known> found = directory.find(hash);
    return found.state() == CompletableFuture.State.SUCCESS
        ? standing(found.resultNow())
        : found.thenCompose(this::standing);
  }

  private CompletableFuture<Caller> standing(KeyDirectory.Known known) {
    return switch (known.state) {
      case KeyState.Usable usable -> {
        long now = clock.millis();
        if (usable.until() != null && now >= usable.until().toEpochMilli()) {
          yield refused(usable.afterwards());
        }
        long minute = now / MINUTE_MILLIS;
        if (known.usedMinute != minute) {
          known.usedMinute = minute;
        }
        yield usable.identified();
      }
      case KeyState.Refused refused -> refused(refused.failure());
      case KeyState.Unknown ignored -> unknown();
    };
  }

  private CompletableFuture<Caller> unknown() {
    return without(
        "The API key is not known here. Check that it was copied whole; `cambio keys list` shows"
            + " the keys there are.");
  }

  private CompletableFuture<Caller> without(String message) {
    return required ? refused(Failure.of(FailureKind.AUTHENTICATION, message)) : ANONYMOUS;
  }

  private static CompletableFuture<Caller> refused(Failure failure) {
    return CompletableFuture.failedFuture(new FailureException(failure));
  }
}
