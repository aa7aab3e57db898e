package cambio.server.reuse;

import cambio.router.plan.RoutePlan;
import cambio.server.content.Tenant;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallFailure;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine;
import cambio.server.execution.ResponseCacheOptions;
import cambio.spi.FailureException;
import cambio.spi.event.GenerationEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives answers again where a call wants that: a stored one, or that of an identical call which is
 * under way; else has one generated, and keeps it. A call that does not want it passes by.
 *
 * <p>An answer is in the store before its flight closes, and a flight looks into the store before
 * it has anything generated: so identical calls, however they come together, are generated once.
 */
public final class ReusingEngine implements GenerationEngine {

  private static final Logger log = LoggerFactory.getLogger(ReusingEngine.class);

  /** How many calls that it waited for may fail upstream before a caller is told so. */
  private static final int MOST_FAILURES = 2;

  private static final String ALL_KEYS = "*";

  private final ReuseParts parts;
  private final AnswerStore store;
  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();

  /** An engine of these parts. */
  public ReusingEngine(ReuseParts parts) {
    this.parts = parts;
    this.store = new AnswerStore(parts.store(), parts.clock());
  }

  @Override
  public RunningCall start(GenerationCall call, AnswerSink sink) {
    ResponseCacheOptions options = options(call);
    if (options == null || !options.on()) {
      return parts.engine().start(call, sink);
    }
    Seat seat = seat(call, options, sink);
    if (seat == null) {
      return parts.engine().start(call, sink);
    }
    sink.executor().execute(() -> attempt(seat, () -> enter(seat)));
    return seat;
  }

  private @Nullable ResponseCacheOptions options(GenerationCall call) {
    ResponseCacheOptions own = call.delivery().cache();
    Map<String, ResponseCacheOptions> keys = parts.keys().get();
    if (keys.isEmpty()) {
      return own;
    }
    ResponseCacheOptions ofKey = keys.get(call.context().principal().keyId());
    return ResponseCacheOptions.merged(own, ofKey == null ? keys.get(ALL_KEYS) : ofKey);
  }

  /** Null where nothing may be kept for the call, or it cannot be compared with others. */
  private @Nullable Seat seat(GenerationCall call, ResponseCacheOptions options, AnswerSink sink) {
    Tenant tenant = Tenant.keeping(call.context().principal(), parts.zeroRetention().test(call));
    if (tenant == null) {
      return null;
    }
    try {
      return new Seat(call, options, tenant, sink, AnswerKey.of(call));
    } catch (IllegalArgumentException e) {
      log.warn("a call is not cached: {}", e.getMessage());
      return null;
    }
  }

  /** Takes a step; whatever goes wrong in it, nobody waits for ever. */
  private static void attempt(Seat seat, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      log.error("call {} failed before the engine", seat.call().context().requestId(), e);
      seat.sink().abandoned(e);
    }
  }

  private void enter(Seat seat) {
    if (seat.gone()) {
      return;
    }
    if (seat.options().refresh()) {
      store.remove(seat, () -> attempt(seat, () -> lead(seat, new Flight())));
    } else if (seat.options().coalesce()) {
      board(seat);
    } else {
      look(seat, new Flight());
    }
  }

  /** Joins those who wait for the same answer, or is the first of them. */
  private void board(Seat seat) {
    RoutePlan plan = plan(seat);
    if (plan == null) {
      direct(seat);
      return;
    }
    Flight own = new Flight();
    while (true) {
      Flight other = flights.putIfAbsent(seat.flightKey(), own);
      if (other == null) {
        look(seat, own);
        return;
      }
      if (other.join()) {
        new Guest(parts, seat, plan, other.log(), new Waiting(seat, other)).begin();
        return;
      }
      flights.remove(seat.flightKey(), other);
    }
  }

  /** Who may answer; null where nobody can, which the engine will say. */
  private @Nullable RoutePlan plan(Seat seat) {
    try {
      RoutePlan plan = parts.planner().plan(seat.call());
      return plan.candidates().isEmpty() ? null : plan;
    } catch (FailureException e) {
      return null;
    }
  }

  /** Looks for a stored answer. What is not allowed any more for this caller is none. */
  private void look(Seat seat, Flight flight) {
    store.find(seat, kept -> attempt(seat, () -> found(seat, flight, kept)));
  }

  private void found(Seat seat, Flight flight, @Nullable KeptAnswer kept) {
    RoutePlan plan = kept == null || seat.gone() ? null : plan(seat);
    if (kept == null || plan == null || Receipt.candidate(plan, kept.endpoint()) == null) {
      lead(seat, flight);
      return;
    }
    close(seat, flight);
    flight.log().fill(kept);
    new Guest(parts, seat, plan, flight.log(), new Waiting(seat, null)).begin();
  }

  /** Has the answer generated. */
  private void lead(Seat seat, Flight flight) {
    if (seat.gone()) {
      close(seat, flight);
      flight.log().fail(null);
      return;
    }
    Leading leading = new Leading(seat, flight);
    LeadingSink sink = new LeadingSink(seat.sink(), seat.options().life(), leading);
    flight.onJoin(() -> seat.loop().execute(sink::carryOn));
    flight.running(parts.engine().start(seat.call(), sink));
    seat.onLeave(() -> {
      if (flight.leaderLeft()) {
        sink.abandonCaller();
      } else {
        flights.remove(seat.flightKey(), flight);
      }
    });
  }

  private void direct(Seat seat) {
    RunningCall running = parts.engine().start(seat.call(), seat.sink());
    seat.onLeave(running::cancel);
  }

  private void close(Seat seat, Flight flight) {
    flight.close();
    flights.remove(seat.flightKey(), flight);
  }

  /** Writes an answer down for those that wait for it, and for later. */
  private final class Leading implements LeadingSink.Listener {

    private final Seat seat;
    private final Flight flight;
    private @Nullable Origin origin;

    private Leading(Seat seat, Flight flight) {
      this.seat = seat;
      this.flight = flight;
    }

    @Override
    public void begun(AnswerHead head) {
      Instant now = parts.clock().instant();
      Origin from =
          new Origin(
              head.generationId(),
              head.model(),
              head.provider(),
              head.endpoint(),
              now,
              now.plus(seat.options().life()),
              false);
      origin = from;
      flight.log().begin(from);
    }

    @Override
    public void event(GenerationEvent event) {
      if (!flight.log().append(event)) {
        close(seat, flight);
      }
    }

    @Override
    public void completed(AnswerSummary summary) {
      List<GenerationEvent> events = flight.log().known();
      if (origin != null && events != null && KeptAnswer.worthIt(events)) {
        store.keep(seat, origin, summary.adjustments(), events);
      }
      close(seat, flight);
      flight.log().complete(summary.adjustments());
    }

    @Override
    public void failed(CallFailure failure) {
      close(seat, flight);
      flight.log().fail(failure);
    }

    @Override
    public boolean callerLost() {
      return flight.leaderLeft();
    }

    @Override
    public boolean shared() {
      return flight.shared();
    }
  }

  /** What becomes of a caller that waited in vain. */
  private final class Waiting implements Guest.Host {

    private final Seat seat;
    private final @Nullable Flight flight;

    /** A caller that waits for a flight; null where its answer is there. */
    private Waiting(Seat seat, @Nullable Flight flight) {
      this.seat = seat;
      this.flight = flight;
    }

    @Override
    public void left() {
      if (flight != null) {
        flight.guestLeft();
      }
    }

    /** Where it fails upstream twice, all are told instead of trying one after the other. */
    @Override
    public boolean triesAgain(@Nullable CallFailure failure) {
      boolean upstream = failure != null && !failure.attempts().isEmpty();
      return !upstream || seat.failedUpstream() < MOST_FAILURES;
    }

    /** The first to come here has the answer generated for the others. */
    @Override
    public void again() {
      attempt(seat, () -> board(seat));
    }

    @Override
    public void alone() {
      attempt(seat, () -> direct(seat));
    }
  }
}
