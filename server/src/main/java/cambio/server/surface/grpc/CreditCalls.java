package cambio.server.surface.grpc;

import cambio.router.ledger.EntryKind;
import cambio.router.money.Money;
import cambio.router.plan.Principal;
import cambio.server.ledger.CreditBalance;
import cambio.server.ledger.Ledger;
import cambio.server.ledger.LedgerQuery;
import cambio.server.ledger.RecordedEntry;
import cambio.server.tenant.Administrator;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.v1.AddCreditRequest;
import cambio.v1.Balance;
import cambio.v1.CreditServiceGrpc;
import cambio.v1.GetBalanceRequest;
import cambio.v1.LedgerEntry;
import cambio.v1.LedgerEntryKind;
import cambio.v1.ListLedgerEntriesRequest;
import cambio.v1.ListLedgerEntriesResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code CreditService}: what an organisation has, and the book that says so. */
final class CreditCalls extends CreditServiceGrpc.CreditServiceImplBase {

  private static final int USUAL_PAGE = 100;

  private final GrpcPorts ports;

  CreditCalls(GrpcPorts ports) {
    this.ports = ports;
  }

  @Override
  public void getBalance(GetBalanceRequest request, StreamObserver<Balance> out) {
    Replies.replyFrom(
        ports.background(),
        out,
        scope -> {
          String organization = organization(request.getOrganizationId(), scope.principal());
          CreditBalance balance = ledger().balance(organization);
          Balance.Builder answer =
              Balance.newBuilder()
                  .setOrganizationId(organization)
                  .setTotalCreditsUsd(balance.credits().toString())
                  .setTotalUsageUsd(balance.usage().toString())
                  .setBalanceUsd(balance.balance().toString())
                  .setEnforced(ports.credits().required());
          Money reserved = reserved(organization);
          if (reserved != null) {
            answer
                .setReservedUsd(reserved.toString())
                .setAvailableUsd(balance.balance().minus(reserved).toString());
          }
          return answer.build();
        });
  }

  /** What calls under way hold of credit; null while the store that counts it is away. */
  private @Nullable Money reserved(String organization) {
    if (!ports.credits().required()) {
      return Money.ZERO;
    }
    return new Reserved(ports.held()).credit(organization);
  }

  @Override
  public void addCredit(AddCreditRequest request, StreamObserver<LedgerEntry> out) {
    Replies.replyFrom(
        ports.background(),
        out,
        scope -> {
          if (!Administrator.of(scope.principal()).isOperator()) {
            throw new FailureException(
                Failure.of(
                    FailureKind.PERMISSION_DENIED,
                    "Only the operator adds credit: with a management key of the organisation and"
                        + " the workspace \"default\", or with `cambio credits add`."));
          }
          String organization =
              request.getOrganizationId().isEmpty()
                  ? scope.principal().organization()
                  : request.getOrganizationId();
          return LedgerEntryWriter.write(
              ports
                  .credits()
                  .add(
                      organization,
                      request.getAmountUsd(),
                      request.getIdempotencyKey(),
                      request.getNote()));
        });
  }

  @Override
  public void listLedgerEntries(
      ListLedgerEntriesRequest request, StreamObserver<ListLedgerEntriesResponse> out) {
    Replies.replyFrom(
        ports.background(),
        out,
        scope -> {
          LedgerQuery query = query(request, scope.principal());
          List<RecordedEntry> entries = ledger().entries(query);
          ListLedgerEntriesResponse.Builder answer = ListLedgerEntriesResponse.newBuilder();
          entries.forEach(entry -> answer.addEntries(LedgerEntryWriter.write(entry)));
          if (entries.size() == query.limit()) {
            answer.setNextPageToken(Long.toString(entries.getLast().sequence()));
          }
          return answer.build();
        });
  }

  private static LedgerQuery query(ListLedgerEntriesRequest request, Principal principal) {
    Violations violations = new Violations();
    Integer size =
        violations.integer(
            request.getPageSize() != 0,
            "page_size",
            request.getPageSize(),
            1,
            LedgerQuery.LIMIT_MAX);
    String token = request.getPageToken();
    violations.require(
        token.length() <= 18 && token.chars().allMatch(c -> c >= '0' && c <= '9'),
        "page_token",
        "not one of ours (expected: next_page_token of the page before)");
    EntryKind kind = kind(request.getKind(), violations);
    java.time.Instant from =
        Times.instant(request.hasStartTime(), "start_time", request.getStartTime(), violations);
    java.time.Instant until =
        Times.instant(request.hasEndTime(), "end_time", request.getEndTime(), violations);
    violations.throwIfAny();
    return new LedgerQuery(
        managed(request.getOrganizationId(), principal),
        from,
        until,
        request.getGenerationId().isEmpty() ? null : request.getGenerationId(),
        kind,
        token.isEmpty() ? 0 : Long.parseLong(token),
        size == null ? USUAL_PAGE : size);
  }

  /** An organisation whose book the key may read: it must reach all of it. */
  private static String managed(String asked, Principal principal) {
    String organization = organization(asked, principal);
    if (!Administrator.of(principal).manages(organization)) {
      throw new FailureException(
          Failure.of(
              FailureKind.PERMISSION_DENIED,
              "This management key reaches its own workspace only; the ledger is the whole"
                  + " organisation's."));
    }
    return organization;
  }

  /** The key's own organisation; another one only for the operator, who sees all. */
  private static String organization(String asked, Principal principal) {
    if (asked.isEmpty() || asked.equals(principal.organization())) {
      return principal.organization();
    }
    if (!Administrator.of(principal).isOperator()) {
      throw ModelFinder.notFound(
          "organization_id", "There is no organisation " + Violations.shown(asked) + ".");
    }
    return asked;
  }

  private static @Nullable EntryKind kind(LedgerEntryKind kind, Violations violations) {
    return switch (kind) {
      case LEDGER_ENTRY_KIND_UNSPECIFIED -> null;
      case LEDGER_ENTRY_KIND_CREDIT -> EntryKind.CREDIT;
      case LEDGER_ENTRY_KIND_GENERATION -> EntryKind.GENERATION;
      case LEDGER_ENTRY_KIND_REFUND -> EntryKind.REFUND;
      case LEDGER_ENTRY_KIND_ADJUSTMENT -> EntryKind.ADJUSTMENT;
      case UNRECOGNIZED -> {
        violations.add("kind", "unknown");
        yield null;
      }
    };
  }

  private Ledger ledger() {
    return ports.credits().ledger();
  }
}
