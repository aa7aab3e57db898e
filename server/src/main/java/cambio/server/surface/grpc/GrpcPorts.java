package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.plan.Availability;
import cambio.server.auth.Authenticator;
import cambio.server.execution.CallPlanner;
import cambio.server.execution.GenerationEngine;
import cambio.server.feedback.FeedbackDesk;
import cambio.server.idempotency.Idempotency;
import cambio.server.ledger.Credits;
import cambio.server.ledger.SpendHistory;
import cambio.server.quota.HeldMoney;
import cambio.server.store.GenerationStore;
import cambio.server.tenant.Administration;
import com.linecorp.armeria.server.healthcheck.ListenableHealthChecker;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the gRPC door is connected to.
 *
 * @param engine serves calls
 * @param idempotency knows which calls under idempotency keys were made before
 * @param planner plans them
 * @param authenticator knows the keys
 * @param administration manages keys and organisations
 * @param credits the book of money, and what adds to it
 * @param held what calls under way hold of budgets and credit
 * @param catalog the catalogue of the moment
 * @param availability the credentials and adapters of the moment
 * @param generations the records of what was served
 * @param feedback takes what callers say of answers
 * @param background runs what blocks on the records
 * @param health what the standard health service tells
 * @param generationIds makes {@code gen_} and a UUIDv7
 * @param requestIds makes ids for logs
 */
public record GrpcPorts(
    GenerationEngine engine,
    Idempotency idempotency,
    CallPlanner planner,
    Authenticator authenticator,
    Administration administration,
    Credits credits,
    HeldMoney held,
    Supplier<CatalogSnapshot> catalog,
    Supplier<Availability> availability,
    GenerationStore generations,
    FeedbackDesk feedback,
    Executor background,
    List<ListenableHealthChecker> health,
    Supplier<String> generationIds,
    Supplier<String> requestIds,
    InstantSource clock) {

  public GrpcPorts {
    health = List.copyOf(health);
  }

  /** What was spent, by the book. */
  SpendHistory spend() {
    return credits.ledger();
  }
}
