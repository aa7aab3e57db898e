package cambio.server.store;

import cambio.server.store.GenerationRow.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which generations to list. All filters must hold; null means any.
 *
 * @param from not before
 * @param until before
 * @param model that answered
 * @param provider that answered
 * @param beforeId only ids that are smaller, to turn the page
 * @param limit at most so many, 1..1000
 */
public record GenerationQuery(
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable String organization,
    @Nullable String workspace,
    @Nullable String keyId,
    @Nullable String endUser,
    @Nullable String sessionId,
    @Nullable String model,
    @Nullable String provider,
    @Nullable Outcome outcome,
    @Nullable String beforeId,
    int limit) {

  /** The longest page. */
  public static final int LIMIT_MAX = 1000;

  public GenerationQuery {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1.." + LIMIT_MAX + ")");
    }
  }

  /** The newest of all. */
  public static GenerationQuery newest(int limit) {
    return new GenerationQuery(
        null, null, null, null, null, null, null, null, null, null, null, limit);
  }

  /** The page that follows the one that ends with this id. */
  public GenerationQuery after(String lastId) {
    return new GenerationQuery(
        from,
        until,
        organization,
        workspace,
        keyId,
        endUser,
        sessionId,
        model,
        provider,
        outcome,
        lastId,
        limit);
  }

  /** Only generations of this key. */
  public GenerationQuery ofKey(String id) {
    return new GenerationQuery(
        from,
        until,
        organization,
        workspace,
        id,
        endUser,
        sessionId,
        model,
        provider,
        outcome,
        beforeId,
        limit);
  }

  /** Only generations that ended so. */
  public GenerationQuery ending(Outcome wanted) {
    return new GenerationQuery(
        from,
        until,
        organization,
        workspace,
        keyId,
        endUser,
        sessionId,
        model,
        provider,
        wanted,
        beforeId,
        limit);
  }

  /** Only generations that this model or provider answered. */
  public GenerationQuery answeredBy(@Nullable String byModel, @Nullable String byProvider) {
    return new GenerationQuery(
        from,
        until,
        organization,
        workspace,
        keyId,
        endUser,
        sessionId,
        byModel,
        byProvider,
        outcome,
        beforeId,
        limit);
  }

  /** Only generations received in this span. */
  public GenerationQuery received(@Nullable Instant notBefore, @Nullable Instant before) {
    return new GenerationQuery(
        notBefore,
        before,
        organization,
        workspace,
        keyId,
        endUser,
        sessionId,
        model,
        provider,
        outcome,
        beforeId,
        limit);
  }

  /** Only generations of this workspace. */
  public GenerationQuery ofWorkspace(String ofOrganization, String name) {
    return new GenerationQuery(
        from,
        until,
        ofOrganization,
        name,
        keyId,
        endUser,
        sessionId,
        model,
        provider,
        outcome,
        beforeId,
        limit);
  }
}
