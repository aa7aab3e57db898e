package cambio.server.surface.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cambio.router.money.Money;
import cambio.server.tenant.KeyKind;
import cambio.v1.AddCreditRequest;
import cambio.v1.Balance;
import cambio.v1.CreditServiceGrpc.CreditServiceBlockingStub;
import cambio.v1.FailureKind;
import cambio.v1.GetBalanceRequest;
import cambio.v1.LedgerEntry;
import cambio.v1.LedgerEntryKind;
import cambio.v1.ListLedgerEntriesRequest;
import cambio.v1.ListLedgerEntriesResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credit and the book, through the real door into a real database. */
class CreditCallsTest {

  private final GrpcDoor door = new GrpcDoor();

  @SuppressWarnings("NullAway.Init")
  private CreditServiceBlockingStub operator;

  @BeforeEach
  void open() {
    operator = stub(door.tenants.operatorKey().secret());
  }

  @AfterEach
  void close() {
    door.close();
  }

  private CreditServiceBlockingStub stub(String key) {
    return door.builder()
        .setHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + key)
        .build(CreditServiceBlockingStub.class);
  }

  private static AddCreditRequest credit(String organization, String usd, String key) {
    return AddCreditRequest.newBuilder()
        .setOrganizationId(organization)
        .setAmountUsd(usd)
        .setIdempotencyKey(key)
        .setNote("a gift")
        .build();
  }

  private static Balance balance(CreditServiceBlockingStub as, String organization) {
    return as.getBalance(GetBalanceRequest.newBuilder().setOrganizationId(organization).build());
  }

  @Test
  void theOperatorAddsCreditOnceAKey() {
    LedgerEntry entry = operator.addCredit(credit("org", "10", "k1"));
    assertThat(entry.getKind()).isEqualTo(LedgerEntryKind.LEDGER_ENTRY_KIND_CREDIT);
    assertThat(entry.getNote()).isEqualTo("a gift");
    assertThat(entry.getPostingsList())
        .extracting(posting -> posting.getAccount() + " " + posting.getAmountUsd())
        .containsExactly("cash 10", "credit -9.5", "fee -0.5");
    assertThat(operator.addCredit(credit("org", "10", "k1"))).isEqualTo(entry);
    Balance balance = balance(operator, "org");
    assertThat(balance.getTotalCreditsUsd()).isEqualTo("9.5");
    assertThat(balance.getTotalUsageUsd()).isEqualTo("0");
    assertThat(balance.getAvailableUsd()).isEqualTo("9.5");
    assertThat(balance.getEnforced()).isTrue();
    Throwable other = catchThrowable(() -> operator.addCredit(credit("org", "11", "k1")));
    assertThat(GrpcDoor.detail(other).getField()).isEqualTo("idempotency_key");
  }

  @Test
  void whatIsHeldIsNotAvailable() {
    operator.addCredit(credit("org", "10", "k1"));
    door.held = CompletableFuture.completedFuture(Money.parse("2.5"));
    assertThat(balance(operator, "org").getReservedUsd()).isEqualTo("2.5");
    assertThat(balance(operator, "org").getAvailableUsd()).isEqualTo("7");
    door.held = CompletableFuture.failedFuture(new IllegalStateException("the store is away"));
    assertThat(balance(operator, "org").getReservedUsd()).isEmpty();
    assertThat(balance(operator, "org").getAvailableUsd()).isEmpty();
    assertThat(balance(operator, "org").getBalanceUsd()).isEqualTo("9.5");
  }

  @Test
  void whatIsNoAmountAddsNothing() {
    for (String usd : new String[] {"", "-1", "0", "0.0000000001", "NaN", "1e3", "99999999999"}) {
      Throwable thrown = catchThrowable(() -> operator.addCredit(credit("org", usd, "k")));
      assertThat(GrpcDoor.detail(thrown).getField()).as(usd).isEqualTo("amount_usd");
    }
    Throwable keyless = catchThrowable(() -> operator.addCredit(credit("org", "1", "")));
    assertThat(GrpcDoor.detail(keyless).getField()).isEqualTo("idempotency_key");
    assertThat(balance(operator, "org").getTotalCreditsUsd()).isEqualTo("0");
  }

  @Test
  void othersAddNothingAndSeeTheirOwnOnly() {
    operator.addCredit(credit("org", "10", "k1"));
    door.tenants.organization("other");
    CreditServiceBlockingStub foreign =
        stub(door.tenants.key("other", "default", KeyKind.MANAGEMENT).secret());
    assertThat(kind(catchThrowable(() -> foreign.addCredit(credit("other", "1", "k")))))
        .isEqualTo(FailureKind.FAILURE_KIND_PERMISSION_DENIED);
    assertThat(kind(catchThrowable(() -> balance(foreign, "org"))))
        .isEqualTo(FailureKind.FAILURE_KIND_NOT_FOUND);
    assertThat(balance(foreign, "").getOrganizationId()).isEqualTo("other");
    CreditServiceBlockingStub inference = stub(cambio.server.tenant.TenantFixture.CONFIGURED);
    assertThat(balance(inference, "").getBalanceUsd()).isEqualTo("9.5");
    assertThat(
            kind(
                catchThrowable(() ->
                    inference.listLedgerEntries(ListLedgerEntriesRequest.getDefaultInstance()))))
        .isEqualTo(FailureKind.FAILURE_KIND_PERMISSION_DENIED);
    assertThat(
            foreign
                .listLedgerEntries(ListLedgerEntriesRequest.getDefaultInstance())
                .getEntriesList())
        .isEmpty();
  }

  private static FailureKind kind(Throwable thrown) {
    return GrpcDoor.detail(thrown).getKind();
  }

  @Test
  void entriesComePageByPage() {
    for (int i = 0; i < 3; i++) {
      operator.addCredit(credit("org", "1", "k" + i));
    }
    ListLedgerEntriesRequest.Builder request =
        ListLedgerEntriesRequest.newBuilder().setOrganizationId("org").setPageSize(2);
    ListLedgerEntriesResponse first = operator.listLedgerEntries(request.build());
    assertThat(first.getEntriesCount()).isEqualTo(2);
    ListLedgerEntriesResponse second =
        operator.listLedgerEntries(request.setPageToken(first.getNextPageToken()).build());
    assertThat(second.getEntriesCount()).isEqualTo(1);
    assertThat(second.getNextPageToken()).isEmpty();
    Throwable thrown =
        catchThrowable(() -> operator.listLedgerEntries(request.setPageToken("x").build()));
    assertThat(GrpcDoor.detail(thrown).getField()).isEqualTo("page_token");
  }
}
