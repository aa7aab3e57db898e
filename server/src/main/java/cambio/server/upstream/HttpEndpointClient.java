package cambio.server.upstream;

import cambio.server.plugin.AdapterRegistry;
import cambio.spi.Credential;
import cambio.spi.EmbeddingAdapter;
import cambio.spi.EncodeContext;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.ProviderAdapter;
import cambio.spi.TokenExchange;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.EmbeddingRequest;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, innermost: the credential made ready, the request encoded and sent, the response
 * decoded. Everything happens on the attempt's event loop.
 */
public final class HttpEndpointClient implements EndpointClient {

  private static final Logger log = LoggerFactory.getLogger(HttpEndpointClient.class);

  private final UpstreamHttp http;
  private final AdapterRegistry adapters;
  private final Supplier<EndpointTargets> targets;
  private final BearerTokens tokens;
  private final InstantSource clock;

  /**
   * A client.
   *
   * @param targets of the catalogue of the moment
   */
  public HttpEndpointClient(
      UpstreamHttp http,
      AdapterRegistry adapters,
      Supplier<EndpointTargets> targets,
      InstantSource clock) {
    this.http = http;
    this.adapters = adapters;
    this.targets = targets;
    this.tokens = new BearerTokens(http, clock);
    this.clock = clock;
  }

  @Override
  public void start(AttemptCall call, AttemptListener listener) {
    HttpExchange exchange = new HttpExchange(call, listener);
    listener.started(exchange);
    if (exchange.over()) {
      return;
    }
    try {
      EndpointTargets.Target target = targets.get().of(call.candidate());
      TokenExchange tokenExchange = tokenExchange(target);
      if (tokenExchange == null) {
        send(call, exchange, target, target.credential());
      } else {
        sendWithToken(call, exchange, target, tokenExchange);
      }
    } catch (RuntimeException | Error e) {
      // An error, too: a plugin's jar may lack a class that only this request needs.
      exchange.abort(failure(call, e));
    }
  }

  private @Nullable TokenExchange tokenExchange(EndpointTargets.Target target) {
    String scheme = target.spec().auth().exchangeScheme();
    if (scheme == null) {
      return null;
    }
    TokenExchange exchange = adapters.tokenExchange(scheme);
    return exchange != null && exchange.needed(target.credential()) ? exchange : null;
  }

  private void sendWithToken(
      AttemptCall call,
      HttpExchange exchange,
      EndpointTargets.Target target,
      TokenExchange tokenExchange) {
    CompletableFuture<Credential.BearerToken> token =
        tokens.token(tokenExchange, target.spec(), target.credential());
    token.whenCompleteAsync(
        (bearer, thrown) -> {
          if (exchange.over()) {
            return;
          }
          try {
            if (thrown != null) {
              exchange.abort(UpstreamFailures.of(thrown, target.spec().provider()));
            } else {
              send(call, exchange, target, bearer);
            }
          } catch (RuntimeException | Error e) {
            exchange.abort(failure(call, e));
          }
        },
        call.eventLoop());
  }

  private void send(
      AttemptCall call,
      HttpExchange exchange,
      EndpointTargets.Target target,
      Credential credential) {
    EncodeContext context =
        new EncodeContext(target.spec(), credential, clock.instant(), call.requestId(), true);
    ProviderAdapter adapter = adapter(call, target);
    UpstreamRequest request = adapter.encode(call.request(), context);
    exchange.open(http.send(request), adapter, target.spec(), request.adjustments());
  }

  private ProviderAdapter adapter(AttemptCall call, EndpointTargets.Target target) {
    EmbeddingRequest embedding = call.embedding();
    String dialect = call.candidate().endpoint().dialect();
    EmbeddingAdapter embeddings = adapters.embedding(dialect);
    if (embedding != null && embeddings != null) {
      return new EmbeddingExchange(embeddings, embedding);
    }
    if (embedding == null && target.adapter() != null) {
      return target.adapter();
    }
    throw new FailureException(
        Failure.of(
            FailureKind.PROVIDER_ERROR,
            "The adapter for dialect " + dialect + " is no longer there: send it again."));
  }

  private static Failure failure(AttemptCall call, Throwable e) {
    if (e instanceof FailureException failure) {
      return failure.failure();
    }
    // Only the type: the text of an encoder's exception may hold a prompt or a secret.
    log.warn(
        "adapter {} failed to encode a request: {} at {}",
        call.candidate().endpoint().dialect(),
        e.getClass().getName(),
        e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
    return Failure.of(
        FailureKind.INTERNAL, "The router could not write the request for this provider.");
  }
}
