package cambio.server.auth;

import cambio.router.plan.Principal;
import cambio.server.tenant.KeyKind;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;

/**
 * Who calls, and with what kind of key.
 *
 * @param principal on whose behalf the call runs
 */
public record Caller(Principal principal, KeyKind kind) {

  /** Who calls where no keys are asked for. */
  public static final Caller ANONYMOUS = new Caller(Principal.anonymous(), KeyKind.INFERENCE);

  /**
   * Makes sure that the key may do something.
   *
   * @throws FailureException of kind PERMISSION_DENIED, with what to do next
   */
  public void require(Access access) {
    switch (access) {
      case ANY_KEY -> {}
      case GENERATE -> {
        if (kind != KeyKind.INFERENCE) {
          throw denied(
              "This is a management key: it manages keys and money, and cannot generate. Send an"
                  + " inference key; this one can create it.");
        }
      }
      case MANAGE -> {
        if (kind != KeyKind.MANAGEMENT) {
          throw denied(
              "This needs a management key, and the key sent is for inference. `cambio keys create"
                  + " --management NAME` makes one.");
        }
      }
    }
  }

  private static FailureException denied(String message) {
    return new FailureException(Failure.of(FailureKind.PERMISSION_DENIED, message));
  }
}
