package cambio.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.net.InetAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureLimitTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private FailureKind refusal = FailureKind.AUTHENTICATION;

  private final Authenticator limit =
      new FailureLimit(
          presented ->
              "good".equals(presented.apiKey())
                  ? CompletableFuture.completedFuture(Caller.ANONYMOUS)
                  : CompletableFuture.failedFuture(new FailureException(Failure.of(refusal, "no"))),
          () -> now);

  private @Nullable FailureKind of(String key, @Nullable InetAddress address) {
    CompletableFuture<Caller> found = limit.identify(new Presented(null, key, address));
    return found.state() == CompletableFuture.State.SUCCESS
        ? null
        : ((FailureException) found.exceptionNow()).failure().kind();
  }

  @Test
  void afterTwentyRefusalsInASecondAnAddressIsToldToWait() {
    for (int i = 0; i < FailureLimit.PER_SECOND; i++) {
      assertThat(of("bad", HERE)).isEqualTo(FailureKind.AUTHENTICATION);
    }
    assertThat(of("bad", HERE)).isEqualTo(FailureKind.QUOTA_EXCEEDED);
    assertThat(of("good", HERE)).isNull();
    assertThat(of("bad", InetAddress.ofLiteral("10.0.0.1"))).isEqualTo(FailureKind.AUTHENTICATION);
    assertThat(of("bad", null)).isEqualTo(FailureKind.AUTHENTICATION);
    now = now.plusSeconds(1);
    assertThat(of("bad", HERE)).isEqualTo(FailureKind.AUTHENTICATION);
  }

  @Test
  void whatIsNoFaultOfTheKeyDoesNotCount() {
    refusal = FailureKind.UNAVAILABLE;
    for (int i = 0; i < 3 * FailureLimit.PER_SECOND; i++) {
      assertThat(of("any", HERE)).isEqualTo(FailureKind.UNAVAILABLE);
    }
    refusal = FailureKind.AUTHENTICATION;
    assertThat(of("bad", HERE)).isEqualTo(FailureKind.AUTHENTICATION);
  }
}
