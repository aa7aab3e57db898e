package cambio.server.idempotency;

import cambio.spi.Failure;

/** What becomes of a call under an idempotency key. */
public sealed interface Turn {

  /** It is to be served, and the claim then ended. */
  record Serve(HeldClaim claim) implements Turn {}

  /** This is its answer already. */
  record Replay(RecordedAnswer answer) implements Turn {}

  /** It is refused. */
  record Refuse(Failure failure) implements Turn {}
}
