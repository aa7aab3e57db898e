package cambio.router.sim;

import cambio.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What endpoints do to attempts. Knows all; the contestants know only what they are told. */
final class World {

  private static final double REFUSED_AFTER = 0.05;
  private static final double LIMITED_AFTER = 0.1;

  private final List<Site> sites = new ArrayList<>();
  private final SplittableRandom random;

  World(Scenario scenario, long seed) {
    this.random = new SplittableRandom(seed);
    for (EndpointProfile profile : scenario.endpoints()) {
      List<Incident> own =
          scenario.incidents().stream()
              .filter(incident -> profile.isNamed(incident.target()))
              .toList();
      sites.add(new Site(profile, own));
    }
  }

  /**
   * How an attempt ends.
   *
   * @param failure null where it works
   * @param firstEvent seconds from its start to the first event; NaN where none comes
   * @param seconds from its start to its end
   */
  record Fate(@Nullable FailureKind failure, double firstEvent, double seconds) {}

  /** The fate of an attempt; takes a place of the endpoint's capacity. */
  Fate attempt(int endpoint, double now, double timeout, int outputTokens) {
    Site site = sites.get(endpoint);
    if (site.in(Incident.Kind.BLACKHOLE, now)) {
      return new Fate(FailureKind.TIMEOUT, Double.NaN, timeout);
    }
    if (site.in(Incident.Kind.DOWN, now)) {
      return failed(FailureKind.TRANSPORT, REFUSED_AFTER, timeout);
    }
    if (!site.takePlace(now)) {
      return failed(FailureKind.RATE_LIMITED, LIMITED_AFTER, timeout);
    }
    double firstEvent = site.firstEvent(now, random);
    if (random.nextDouble() < site.failurePart(now)) {
      return failed(FailureKind.PROVIDER_ERROR, firstEvent / 2, timeout);
    }
    if (firstEvent > timeout) {
      return new Fate(FailureKind.TIMEOUT, Double.NaN, timeout);
    }
    double speed = site.profile.tokensPerSecond() * site.value(Incident.Kind.SPEED, now, 1);
    return new Fate(null, firstEvent, firstEvent + outputTokens / Math.max(speed, 1e-3));
  }

  private static Fate failed(FailureKind kind, double after, double timeout) {
    return after > timeout
        ? new Fate(FailureKind.TIMEOUT, Double.NaN, timeout)
        : new Fate(kind, Double.NaN, after);
  }

  /** An endpoint with its incidents, and the bucket of its capacity. */
  private static final class Site {
    private final EndpointProfile profile;
    private final List<Incident> incidents;
    private double places;
    private double filledAt;

    Site(EndpointProfile profile, List<Incident> incidents) {
      this.profile = profile;
      this.incidents = incidents;
      this.places = profile.capacityPerSecond();
    }

    boolean in(Incident.Kind kind, double now) {
      return !Double.isNaN(value(kind, now, Double.NaN));
    }

    /** What the last incident of the kind says, if one is on. */
    double value(Incident.Kind kind, double now, double otherwise) {
      double value = otherwise;
      for (Incident incident : incidents) {
        if (incident.kind() == kind && incident.during(now)) {
          value = incident.value();
        }
      }
      return value;
    }

    double failurePart(double now) {
      return value(Incident.Kind.FAILING, now, profile.failurePart());
    }

    /** A bucket that holds a second's places. */
    boolean takePlace(double now) {
      double capacity = value(Incident.Kind.CAPACITY, now, profile.capacityPerSecond());
      if (capacity == Double.POSITIVE_INFINITY) {
        return true;
      }
      places = Math.min(Math.max(1, capacity), places + (now - filledAt) * capacity);
      filledAt = now;
      if (places < 1) {
        return false;
      }
      places--;
      return true;
    }

    double firstEvent(double now, SplittableRandom random) {
      double median = profile.firstEventSeconds() * value(Incident.Kind.SLOW, now, 1);
      return median * drift(now) * Math.exp(random.nextGaussian() * profile.firstEventSigma());
    }

    private double drift(double now) {
      double factor = 1;
      for (Incident incident : incidents) {
        if (incident.kind() == Incident.Kind.DRIFT && incident.during(now)) {
          double turn = (now - incident.fromSecond()) / incident.seconds();
          double swing = (1 - Math.cos(2 * Math.PI * turn)) / 2;
          factor *= 1 + (incident.value() - 1) * swing;
        }
      }
      return factor;
    }
  }
}
