package cambio.server.execution;

/** Serves calls: plans, admits, tries endpoints, relays the answer, settles. */
public interface GenerationEngine {

  /**
   * Starts a call. Returns at once; never throws for what a caller did wrong: every outcome reaches
   * the sink, and not before this method has returned.
   */
  RunningCall start(GenerationCall call, AnswerSink sink);

  /** A call under way. */
  interface RunningCall {

    /**
     * The caller has gone: the provider's connection is closed, the reservation settled for what
     * was generated. Harmless when the call is over. Safe from any thread.
     */
    void cancel();
  }
}
