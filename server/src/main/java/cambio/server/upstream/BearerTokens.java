package cambio.server.upstream;

import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.FailureException;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.TokenExchange;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Bearer tokens made from long-lived credentials: kept until a minute before they expire, and one
 * exchange serves all who wait. Safe from any thread; never blocks.
 */
final class BearerTokens {

  private static final Duration RENEW_BEFORE = Duration.ofMinutes(1);
  private static final long EXCHANGE_TIMEOUT_SECONDS = 10;

  private final UpstreamHttp http;
  private final InstantSource clock;
  private final ConcurrentMap<Key, CompletableFuture<Credential.BearerToken>> tokens =
      new ConcurrentHashMap<>();

  BearerTokens(UpstreamHttp http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  /** The credential is part of the key, so that a changed secret gets a token of its own. */
  private record Key(String scheme, String provider, Credential credential) {}

  /** A token that is good for now; the future fails with a {@link FailureException}. */
  CompletableFuture<Credential.BearerToken> token(
      TokenExchange exchange, EndpointSpec endpoint, Credential credential) {
    Key key = new Key(exchange.scheme(), endpoint.provider(), credential);
    CompletableFuture<Credential.BearerToken> known = tokens.get(key);
    if (known != null && usable(known)) {
      return known;
    }
    CompletableFuture<Credential.BearerToken> fresh = new CompletableFuture<>();
    CompletableFuture<Credential.BearerToken> winner =
        tokens.compute(key, (k, current) -> current != null && usable(current) ? current : fresh);
    if (winner == fresh) {
      // Tokens of credentials that were replaced end here: nobody asks for them by name again.
      tokens.values().removeIf(token -> !usable(token));
      fetch(exchange, endpoint, credential, fresh);
    }
    return winner;
  }

  private boolean usable(CompletableFuture<Credential.BearerToken> token) {
    if (!token.isDone()) {
      return true;
    }
    return !token.isCompletedExceptionally()
        && token.join().expiresAt().isAfter(clock.instant().plus(RENEW_BEFORE));
  }

  private void fetch(
      TokenExchange exchange,
      EndpointSpec endpoint,
      Credential credential,
      CompletableFuture<Credential.BearerToken> token) {
    try {
      Instant now = clock.instant();
      http.send(exchange.encode(credential, endpoint, now))
          .aggregate()
          .orTimeout(EXCHANGE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .thenApply(response -> exchange.decode(head(response), body(response), now))
          .whenComplete((made, thrown) -> complete(token, made, thrown, endpoint));
    } catch (RuntimeException | Error e) {
      // Whatever it was: a token that never comes would hold up every later call, too.
      complete(token, null, e, endpoint);
    }
  }

  private static void complete(
      CompletableFuture<Credential.BearerToken> token,
      Credential.@org.jspecify.annotations.Nullable BearerToken made,
      @org.jspecify.annotations.Nullable Throwable thrown,
      EndpointSpec endpoint) {
    if (made != null) {
      token.complete(made);
    } else {
      Throwable cause = thrown == null ? new IllegalStateException("no token") : thrown;
      Throwable inner = cause.getCause() == null ? cause : cause.getCause();
      token.completeExceptionally(
          new FailureException(UpstreamFailures.of(inner, endpoint.provider())));
    }
  }

  private static ResponseHead head(AggregatedHttpResponse response) {
    List<HeaderFields.Field> fields = new ArrayList<>();
    response
        .headers()
        .forEach((name, value) -> fields.add(new HeaderFields.Field(name.toString(), value)));
    return new ResponseHead(response.status().code(), HeaderFields.of(fields));
  }

  private static byte[] body(AggregatedHttpResponse response) {
    return response.content().array();
  }
}
