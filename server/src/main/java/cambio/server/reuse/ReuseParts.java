package cambio.server.reuse;

import cambio.server.content.ContentStore;
import cambio.server.execution.Admission;
import cambio.server.execution.CallObserver;
import cambio.server.execution.CallPlanner;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine;
import cambio.server.execution.GenerationLog;
import cambio.server.execution.ResponseCacheOptions;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What answers are given again with.
 *
 * @param engine generates where nothing is there
 * @param planner says who may answer a call
 * @param admission counts those that are given an answer
 * @param store keeps answers
 * @param zeroRetention whether nothing may be kept for a call
 * @param keys what holds for the calls of a key that do not say, by the key's id; {@code *} for all
 * @param generations takes the records of those that are given an answer
 * @param observer is told of them
 * @param clock the time of day
 */
public record ReuseParts(
    GenerationEngine engine,
    CallPlanner planner,
    Admission admission,
    ContentStore store,
    Predicate<GenerationCall> zeroRetention,
    Supplier<Map<String, ResponseCacheOptions>> keys,
    GenerationLog generations,
    CallObserver observer,
    InstantSource clock) {}
