package cambio.server.routing;

import cambio.server.execution.GenerationCall;

/** Does to a call what it asks for before it can be planned. Safe from any thread. */
@FunctionalInterface
public interface CallPreparer {

  /**
   * The call as it is to be planned; the same where there is nothing to do.
   *
   * @throws cambio.spi.FailureException where it asks for what cannot be done
   */
  GenerationCall prepare(GenerationCall call);

  /** This, and then another with what came of it. */
  default CallPreparer then(CallPreparer next) {
    return call -> next.prepare(prepare(call));
  }
}
