package cambio.router.sim;

import cambio.router.plan.RequestTraits;
import cambio.spi.FailureKind;

/** A way of choosing endpoints, as the simulator runs it. One run, one thread, one contestant. */
interface Contestant {

  /** A request arrives. */
  Course request(RequestTraits traits, double now);

  /** What a contestant does next for a request. */
  sealed interface Move {

    /** Call an endpoint, and wait so long for its first event. */
    record Call(int endpoint, double timeout) implements Move {}

    /** Come back after so long. */
    record Pause(double seconds) implements Move {}

    /** Nothing more. */
    record GiveUp() implements Move {}
  }

  /** One request's way through its attempts. */
  interface Course {

    /** The next move, after everything before it has failed. */
    Move next(double now);

    /** The attempt failed. */
    void failed(int endpoint, FailureKind kind, double seconds, double now);

    /** The first event came: the answer is committed. */
    void answered(int endpoint, double firstEvent, double now);

    /** The answer is complete. */
    void completed(int endpoint, double firstEvent, double tokensPerSecond, double now);
  }
}
