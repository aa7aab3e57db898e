package cambio.server.surface.grpc;

import java.util.List;

/** A request that was refused for what it says. Has no stack trace: it is a value. */
final class InvalidMessage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  InvalidMessage(List<Violation> violations) {
    super(violations.getFirst().field(), null, false, false);
    this.violations = List.copyOf(violations);
  }

  /** All of it, the first to be read first. At least one. */
  List<Violation> violations() {
    return violations;
  }
}
