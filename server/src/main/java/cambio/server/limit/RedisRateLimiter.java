package cambio.server.limit;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Limits that all replicas share: one Lua script a decision, with the store's own clock, so that
 * routers whose clocks differ still agree.
 */
public final class RedisRateLimiter implements RateLimiter {

  private static final String SCRIPT = script();

  private final RedisLink link;
  private volatile String digest = "";

  /** A limiter over this link. */
  public RedisRateLimiter(RedisLink link) {
    this.link = link;
  }

  @Override
  public CompletionStage<RateDecision> take(String root, String key, RateLimit limit) {
    RedisAsyncCommands<String, String> redis = link.commands();
    if (redis == null) {
      return CompletableFuture.failedFuture(new RedisLink.NotConnected());
    }
    String[] keys = {"cambio:v1:{" + tag(root) + "}:rpm:" + key};
    String[] values = {Integer.toString(limit.perMinute()), Integer.toString(limit.burst())};
    CompletionStage<List<Long>> answer;
    if (digest.isEmpty()) {
      answer = evaluate(redis, keys, values);
    } else {
      answer =
          redis
              .<List<Long>>evalsha(digest, ScriptOutputType.MULTI, keys, values)
              .exceptionallyCompose(failure ->
                  failure instanceof RedisNoScriptException
                          || failure.getCause() instanceof RedisNoScriptException
                      ? evaluate(redis, keys, values)
                      : CompletableFuture.failedFuture(cause(failure)));
    }
    return answer.thenApply(numbers -> decision(limit, numbers));
  }

  /** Sends the whole script, which the store keeps from then on. */
  private CompletionStage<List<Long>> evaluate(
      RedisAsyncCommands<String, String> redis, String[] keys, String[] values) {
    digest = redis.digest(SCRIPT);
    return redis.eval(SCRIPT, ScriptOutputType.MULTI, keys, values);
  }

  private static RateDecision decision(RateLimit limit, List<Long> numbers) {
    return Gcra.decision(
        numbers.get(0) == 1, limit, numbers.get(1), numbers.get(2), numbers.get(3));
  }

  /** A hash tag ends at the first closing brace. */
  private static String tag(String root) {
    return root.replace('{', '(').replace('}', ')');
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private static String script() {
    try (InputStream in =
        RedisRateLimiter.class.getResourceAsStream("/cambio/server/limit/gcra.lua")) {
      if (in == null) {
        throw new IllegalStateException("gcra.lua is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
