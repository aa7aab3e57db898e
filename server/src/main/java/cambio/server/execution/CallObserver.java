package cambio.server.execution;

/** Is told of every call that ended: metrics, request logs. Must not block and must not throw. */
public interface CallObserver {

  /** A call ended. */
  void ended(GenerationRecord record);

  /** No store took the record in time: its caller was answered without a cost. */
  default void unrecorded(GenerationRecord record) {}

  /** Both, one after the other. */
  default CallObserver and(CallObserver next) {
    CallObserver first = this;
    return new CallObserver() {
      @Override
      public void ended(GenerationRecord record) {
        first.ended(record);
        next.ended(record);
      }

      @Override
      public void unrecorded(GenerationRecord record) {
        first.unrecorded(record);
        next.unrecorded(record);
      }
    };
  }

  /** Tells nobody. */
  static CallObserver none() {
    return record -> {};
  }
}
