package cambio.router.plan;

import cambio.router.catalog.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that a request may use at an endpoint: the organisation's own before the
 * operator's, in turn among equals, without those that cool down.
 *
 * @param usable in the order of trying
 * @param coolUntil when the first of the others may be used again; null where none cools
 */
record Credentials(List<CredentialRef> usable, @Nullable Instant coolUntil) {

  static boolean none(Endpoint endpoint, Inquiry inquiry) {
    List<CredentialRef> all = all(endpoint, inquiry);
    // By index: it is asked of every endpoint, and an iterator each is what a plan can spare.
    for (int i = 0; i < all.size(); i++) {
      if (mayUse(all.get(i), inquiry)) {
        return false;
      }
    }
    return true;
  }

  static Credentials of(Endpoint endpoint, Inquiry inquiry) {
    List<CredentialRef> all = all(endpoint, inquiry);
    if (all.size() == 1) {
      Instant until = coolingUntil(endpoint, all.getFirst(), inquiry);
      return until == null ? new Credentials(all, null) : new Credentials(List.of(), until);
    }
    List<CredentialRef> own = new ArrayList<>(all.size());
    List<CredentialRef> shared = new ArrayList<>(all.size());
    Instant first = null;
    for (CredentialRef ref : all) {
      if (!mayUse(ref, inquiry)) {
        continue;
      }
      Instant until = coolingUntil(endpoint, ref, inquiry);
      if (until == null) {
        (ref.owner().equals(CredentialRef.OPERATOR) ? shared : own).add(ref);
      } else if (first == null || until.isBefore(first)) {
        first = until;
      }
    }
    RandomGenerator random = inquiry.context().random();
    List<CredentialRef> usable = rotated(own, random);
    usable.addAll(rotated(shared, random));
    return new Credentials(usable, first);
  }

  /** How many of them are equally likely to be the first: the caller's own, or else all. */
  static int equalCount(List<CredentialRef> usable) {
    boolean operators = usable.getFirst().owner().equals(CredentialRef.OPERATOR);
    int count = 0;
    while (count < usable.size()
        && usable.get(count).owner().equals(CredentialRef.OPERATOR) == operators) {
      count++;
    }
    return count;
  }

  private static List<CredentialRef> all(Endpoint endpoint, Inquiry inquiry) {
    return inquiry.context().availability().credentialsOf(endpoint.provider());
  }

  private static boolean mayUse(CredentialRef ref, Inquiry inquiry) {
    return ref.owner().equals(CredentialRef.OPERATOR)
        || ref.owner().equals(inquiry.principal().organization());
  }

  private static @Nullable Instant coolingUntil(
      Endpoint endpoint, CredentialRef ref, Inquiry inquiry) {
    Instant until = inquiry.context().health().coolingUntil(endpoint.id(), ref.id());
    return until != null && until.isAfter(inquiry.context().now()) ? until : null;
  }

  /** Begins anywhere, so that several keys of one provider share its rate limits evenly. */
  private static List<CredentialRef> rotated(List<CredentialRef> refs, RandomGenerator random) {
    if (refs.size() < 2) {
      return new ArrayList<>(refs);
    }
    int start = random.nextInt(refs.size());
    List<CredentialRef> rotated = new ArrayList<>(refs.subList(start, refs.size()));
    rotated.addAll(refs.subList(0, start));
    return rotated;
  }
}
