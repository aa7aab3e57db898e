package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call under way: what is known of it so far. Lives on the caller's event loop, but for {@link
 * #cancel}.
 */
final class RoutedCall implements GenerationEngine.RunningCall {

  private final GenerationCall call;
  private final AnswerSink sink;
  private final EventLoop loop;
  private final List<AttemptRecord> attempts = new ArrayList<>(1);
  private final List<AttemptRecord> outrunAttempts = new ArrayList<>(0);
  private final List<Attempt> legs = new ArrayList<>(1);
  private final List<Attempt> outrun = new ArrayList<>(0);
  private final List<Attempt> rejected = new ArrayList<>(0);
  private int started;
  private @Nullable RequestTraits traits;
  private @Nullable RoutePlan plan;
  private @Nullable Instant plannedAt;
  private Admission.@Nullable Reservation reservation;
  private @Nullable RateLimitState limit;
  private @Nullable BudgetState budget;
  private @Nullable String limitSource;
  private @Nullable Instant deadline;
  private volatile boolean cancelled;
  private boolean ended;
  private Runnable onCancel = () -> {};

  RoutedCall(GenerationCall call, AnswerSink sink) {
    this.call = call;
    this.sink = sink;
    this.loop = sink.executor();
  }

  GenerationCall call() {
    return call;
  }

  CallContext context() {
    return call.context();
  }

  AnswerSink sink() {
    return sink;
  }

  EventLoop loop() {
    return loop;
  }

  Instant deadline() {
    if (deadline == null) {
      deadline = context().receivedAt().plus(context().timeout());
    }
    return deadline;
  }

  Duration since(Instant now) {
    return Duration.between(context().receivedAt(), now);
  }

  // --- what becomes known on the way ---

  void planned(RequestTraits traits, RoutePlan plan, Instant at) {
    this.traits = traits;
    this.plan = plan;
    this.plannedAt = at;
  }

  void admitted(Admission.Reservation reservation) {
    this.reservation = reservation;
  }

  void limited(@Nullable RateLimitState limit) {
    this.limit = limit;
  }

  /** The plan goes on without what is not affordable. */
  void afforded(RoutePlan affordable, @Nullable BudgetState state) {
    this.plan = affordable;
    this.budget = state;
  }

  void refusedBy(@Nullable String source) {
    this.limitSource = source;
  }

  /** The number of the attempt that starts now, from 1. */
  int nextAttempt() {
    return ++started;
  }

  /** An attempt was ended because another one was faster. */
  void outrun(Attempt attempt, AttemptRecord record) {
    outrun.add(attempt);
    outrunAttempts.add(record);
  }

  /** An attempt's whole answer was rejected. */
  void rejected(Attempt attempt) {
    rejected.add(attempt);
  }

  /** An attempt has ended. */
  void attempted(AttemptRecord attempt) {
    attempts.add(attempt);
  }

  /** From now on this attempt's events are the answer. */
  void answeredBy(Attempt attempt) {
    legs.add(attempt);
  }

  /** The attempts that the answer was made of so far, oldest first; empty before the commit. */
  List<Attempt> legs() {
    return legs;
  }

  /** Attempts that were ended because another one was faster. */
  List<Attempt> outrun() {
    return outrun;
  }

  /** Attempts whose answer was rejected. */
  List<Attempt> rejected() {
    return rejected;
  }

  /** Whether the caller has seen a part of the answer. */
  boolean committed() {
    return !legs.isEmpty();
  }

  @Nullable RoutePlan plan() {
    return plan;
  }

  RoutePlan requirePlan() {
    return require(plan);
  }

  RequestTraits requireTraits() {
    return require(traits);
  }

  Instant requirePlannedAt() {
    return require(plannedAt);
  }

  Admission.@Nullable Reservation reservation() {
    return reservation;
  }

  @Nullable RateLimitState limit() {
    return limit;
  }

  @Nullable BudgetState budget() {
    return budget;
  }

  @Nullable String limitSource() {
    return limitSource;
  }

  /** Those that ended of themselves, which is what decides on the next one. */
  List<AttemptRecord> attempts() {
    return List.copyOf(attempts);
  }

  /** Every attempt that has ended, by number. */
  List<AttemptRecord> allAttempts() {
    if (outrunAttempts.isEmpty()) {
      return attempts();
    }
    List<AttemptRecord> all = new ArrayList<>(attempts);
    all.addAll(outrunAttempts);
    all.sort(Comparator.comparingInt(AttemptRecord::number));
    return all;
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the call has not been planned yet");
    }
    return value;
  }

  /** Marks the end, of which there is one; whether this was it. */
  boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  boolean ended() {
    return ended;
  }

  // --- the caller going away ---

  @Override
  public void cancel() {
    if (!cancelled) {
      cancelled = true;
      loop.execute(() -> onCancel.run());
    }
  }

  boolean cancelled() {
    return cancelled;
  }

  /** What the caller's leaving stops from now on. Runs on the event loop, possibly twice. */
  void onCancel(Runnable stop) {
    onCancel = stop;
  }

  static Failure callerGone() {
    return Failure.of(FailureKind.CANCELLED, "The caller closed the connection.");
  }
}
