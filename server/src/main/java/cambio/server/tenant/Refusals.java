package cambio.server.tenant;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;

/** What an administrator is told when something cannot be done. */
final class Refusals {

  private static final int SHOWN = 80;

  private Refusals() {}

  /** That something does not exist, for this administrator. */
  static FailureException notFound(String field, String what, String id) {
    return of(FailureKind.NOT_FOUND, field, "There is no " + what + " " + shown(id) + ".");
  }

  static FailureException of(FailureKind kind, String field, String message) {
    return new FailureException(Failure.of(kind, message).withField(field));
  }

  static FailureException denied(String message) {
    return new FailureException(Failure.of(FailureKind.PERMISSION_DENIED, message));
  }

  /** A value as it may stand in a message: quoted, flat and cut. */
  private static String shown(String value) {
    StringBuilder flat = new StringBuilder("\"");
    value
        .codePoints()
        .limit(SHOWN)
        .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? ' ' : c)
        .forEach(flat::appendCodePoint);
    return flat.append(value.codePointCount(0, value.length()) > SHOWN ? "…\"" : "\"").toString();
  }
}
