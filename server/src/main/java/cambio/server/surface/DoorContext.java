package cambio.server.surface;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.plan.Availability;
import cambio.server.auth.Authenticator;
import cambio.server.execution.GenerationEngine;
import cambio.server.idempotency.Idempotency;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What every compatible door works with.
 *
 * @param idempotency knows which calls under idempotency keys were made before
 * @param catalog the facts of the moment
 * @param availability the credentials and adapters of the moment
 * @param maxBodyBytes longer bodies are refused
 * @param bodies reads bodies, within a bound for all of them
 * @param timeout how long a call may take until its answer commits
 * @param background where large bodies are read, so that they hold up no event loop
 */
public record DoorContext(
    GenerationEngine engine,
    Idempotency idempotency,
    Authenticator authenticator,
    Supplier<CatalogSnapshot> catalog,
    Supplier<Availability> availability,
    InstantSource clock,
    GenerationIds ids,
    long maxBodyBytes,
    RequestBodies bodies,
    Duration timeout,
    Executor background) {}
