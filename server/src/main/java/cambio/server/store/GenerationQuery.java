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
    return new Filter().page(null, limit);
  }

  /** The page that follows the one that ends with this id. */
  public GenerationQuery after(String lastId) {
    return filter().page(lastId, limit);
  }

  /** This query's filters, to be changed. */
  public Filter filter() {
    return new Filter()
        .received(from, until)
        .ofOrganization(organization)
        .ofWorkspace(workspace)
        .ofKey(keyId)
        .ofEndUser(endUser)
        .ofSession(sessionId)
        .answeredBy(model, provider)
        .ending(outcome);
  }

  /** Filters one by one; null lifts one. Not safe for several threads at once. */
  public static final class Filter {

    private @Nullable Instant from;
    private @Nullable Instant until;
    private @Nullable String organization;
    private @Nullable String workspace;
    private @Nullable String keyId;
    private @Nullable String endUser;
    private @Nullable String sessionId;
    private @Nullable String model;
    private @Nullable String provider;
    private @Nullable Outcome outcome;

    /** Generations received in this span. */
    public Filter received(@Nullable Instant notBefore, @Nullable Instant before) {
      from = notBefore;
      until = before;
      return this;
    }

    /** Generations of this organisation. */
    public Filter ofOrganization(@Nullable String name) {
      organization = name;
      return this;
    }

    /** Generations of the workspace of this name; of one organisation, together with its filter. */
    public Filter ofWorkspace(@Nullable String name) {
      workspace = name;
      return this;
    }

    /** Generations of this key. */
    public Filter ofKey(@Nullable String id) {
      keyId = id;
      return this;
    }

    /** Generations for this end user. */
    public Filter ofEndUser(@Nullable String id) {
      endUser = id;
      return this;
    }

    /** Generations of this conversation. */
    public Filter ofSession(@Nullable String id) {
      sessionId = id;
      return this;
    }

    /** Generations that this model, this provider, or this one of the other answered. */
    public Filter answeredBy(@Nullable String byModel, @Nullable String byProvider) {
      model = byModel;
      provider = byProvider;
      return this;
    }

    /** Generations that ended so. */
    public Filter ending(@Nullable Outcome wanted) {
      outcome = wanted;
      return this;
    }

    /**
     * The query for a page.
     *
     * @param beforeId only ids that are smaller; null for the first page
     * @param limit at most so many, 1..1000
     */
    public GenerationQuery page(@Nullable String beforeId, int limit) {
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
          beforeId,
          limit);
    }
  }
}
