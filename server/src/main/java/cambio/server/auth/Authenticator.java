package cambio.server.auth;

import java.util.concurrent.CompletableFuture;

/** Finds out who calls. Never blocks; safe from any thread. */
@FunctionalInterface
public interface Authenticator {

  /**
   * The caller behind a call: done already where the key is known, as it nearly always is; else it
   * is done on another thread, when the key has been looked up.
   *
   * <p>It fails with a {@link cambio.spi.FailureException}: of kind AUTHENTICATION with what to do
   * next, QUOTA_EXCEEDED for an address that sent too many bad keys, UNAVAILABLE where the key
   * could not be looked up, which says nothing about it.
   */
  CompletableFuture<Caller> identify(Presented presented);
}
