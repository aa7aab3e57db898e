package cambio.server.idempotency;

import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisScript;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Claims that all routers share: one hash a key, each step one Lua script; the clock is the
 * store's, so that routers whose clocks differ still agree.
 */
public final class RedisClaimStore implements ClaimStore {

  private static final RedisScript CLAIM = script("claim.lua");
  private static final RedisScript RENEW = script("renew.lua");
  private static final RedisScript KEEP = script("keep.lua");
  private static final RedisScript FREE = script("free.lua");

  private final RedisLink link;

  /** A store over this link, which is not its own to close. */
  public RedisClaimStore(RedisLink link) {
    this.link = link;
  }

  @Override
  public CompletionStage<Claim> claim(ClaimRequest request, @Nullable String over) {
    return link.runForList(
            CLAIM,
            key(request),
            request.generation(),
            request.digest(),
            Long.toString(request.lease().toMillis()),
            Long.toString(request.life().toMillis()),
            over == null ? "" : over)
        .thenApply(RedisClaimStore::claim);
  }

  private static Claim claim(List<Object> answer) {
    String word = (String) answer.getFirst();
    return switch (word) {
      case "granted" -> new Claim.Granted();
      case "running" -> new Claim.Running();
      case "other" -> new Claim.OtherRequest();
      case "lapsed" -> new Claim.Lapsed((String) answer.get(1));
      case "kept" ->
          new Claim.Kept(
              (String) answer.get(1), Base64.getDecoder().decode((String) answer.get(2)));
      default -> throw new IllegalStateException("claim.lua answered " + word);
    };
  }

  @Override
  public CompletionStage<Boolean> renew(ClaimRequest request) {
    return link.runForNumber(
            RENEW,
            key(request),
            request.generation(),
            Long.toString(request.lease().toMillis()),
            Long.toString(request.life().toMillis()))
        .thenApply(owned -> owned == 1);
  }

  @Override
  public CompletionStage<Boolean> keep(ClaimRequest request, byte[] answer) {
    return link.runForNumber(
            KEEP,
            key(request),
            request.generation(),
            request.digest(),
            Long.toString(request.life().toMillis()),
            Base64.getEncoder().encodeToString(answer))
        .thenApply(owned -> owned == 1);
  }

  @Override
  public CompletionStage<?> free(ClaimRequest request) {
    return link.runForNumber(FREE, key(request), request.generation());
  }

  private static String key(ClaimRequest request) {
    return "cambio:v1:idem:{" + request.name() + "}";
  }

  private static RedisScript script(String name) {
    return RedisScript.of(RedisScript.resource(RedisClaimStore.class, name));
  }
}
