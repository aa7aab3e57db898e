package cambio.server.surface.grpc;

import static org.assertj.core.api.Assertions.assertThatCode;

import cambio.router.attempt.Blame;
import cambio.router.plan.Exclusion;
import cambio.spi.FailureKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract names its enumerations as the core does; nothing else makes sure of it. */
class EnumNamesTest {

  @ParameterizedTest
  @EnumSource
  void everyKindOfFailureHasAName(FailureKind kind) {
    assertThatCode(() -> FailureKinds.kind(kind)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void everyFilterHasAName(Exclusion.Filter filter) {
    assertThatCode(() -> FailureKinds.filter(filter)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void everyBlameHasAName(Blame blame) {
    assertThatCode(() -> FailureKinds.blame(blame)).doesNotThrowAnyException();
  }
}
