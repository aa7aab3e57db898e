package cambio.server.execution;

import cambio.server.upstream.EndpointClient;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What every {@link AttemptRunner} works with.
 *
 * @param endpoints makes attempts
 * @param checks looks at whole answers before they are shown
 * @param retries the reserve for further attempts of all calls together
 * @param hedges the reserve for attempts beside slow ones of all calls together
 * @param memory what is remembered between the calls of a conversation
 * @param clock the time of day
 * @param nanoTime a clock that does not go backwards
 */
record RunnerParts(
    LivePlanner planner,
    Admission admission,
    EndpointClient endpoints,
    AnswerCheck.Source checks,
    Settlement settlement,
    RetryAllowance retries,
    HedgeAllowance hedges,
    ExecutionLimits limits,
    ConversationMemory memory,
    InstantSource clock,
    LongSupplier nanoTime) {}
