package cambio.server.execution;

import cambio.router.attempt.RetryBudget;
import cambio.server.ledger.Failpoints;
import cambio.server.upstream.EndpointClient;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The engine: a call lives on its caller's event loop from its plan to its record. */
public final class RoutedEngine implements GenerationEngine {

  private final RunnerParts parts;

  private RoutedEngine(RunnerParts parts) {
    this.parts = parts;
  }

  /**
   * What an engine is made of.
   *
   * @param endpoints makes attempts
   * @param checks looks at whole answers before they are shown
   * @param retries the reserve for further attempts of all calls together
   * @param observer is told of every call that ended
   * @param memory what is remembered between the calls of a conversation
   * @param clock the time of day
   * @param nanoTime a clock that does not go backwards
   * @param failpoints is told of the moments at which a test may end the process
   */
  public record Parts(
      LivePlanner planner,
      Admission admission,
      EndpointClient endpoints,
      AnswerCheck.Source checks,
      GenerationLog generations,
      CallObserver observer,
      ExecutionLimits limits,
      RetryBudget retries,
      ConversationMemory memory,
      InstantSource clock,
      LongSupplier nanoTime,
      Failpoints failpoints) {

    /** Parts of an engine that no test makes fail. */
    public Parts(
        LivePlanner planner,
        Admission admission,
        EndpointClient endpoints,
        AnswerCheck.Source checks,
        GenerationLog generations,
        CallObserver observer,
        ExecutionLimits limits,
        RetryBudget retries,
        ConversationMemory memory,
        InstantSource clock,
        LongSupplier nanoTime) {
      this(
          planner,
          admission,
          endpoints,
          checks,
          generations,
          observer,
          limits,
          retries,
          memory,
          clock,
          nanoTime,
          Failpoints.none());
    }
  }

  /** An engine of these parts. */
  public static RoutedEngine of(Parts parts) {
    Settlement settlement =
        new Settlement(parts.generations(), parts.observer(), parts.clock(), parts.failpoints());
    return new RoutedEngine(
        new RunnerParts(
            parts.planner(),
            new DurableAdmission(parts.admission(), parts.generations(), parts.failpoints()),
            parts.endpoints(),
            parts.checks(),
            settlement,
            new RetryAllowance(parts.retries()),
            new HedgeAllowance(),
            parts.limits(),
            parts.memory(),
            parts.clock(),
            parts.nanoTime()));
  }

  @Override
  public RunningCall start(GenerationCall call, AnswerSink sink) {
    RoutedCall routed = new RoutedCall(call, parts.memory().watching(call, sink));
    // Queued even from the loop itself, so that the sink hears nothing before this returns.
    sink.executor().execute(() -> new AttemptRunner(parts, routed).begin());
    return routed;
  }
}
