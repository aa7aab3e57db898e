package cambio.server.execution;

/** Is told of every call that ended: metrics, request logs. Must not block and must not throw. */
public interface CallObserver {

  /** A call ended. */
  void ended(GenerationRecord record);

  /** Both, one after the other. */
  default CallObserver and(CallObserver next) {
    return record -> {
      ended(record);
      next.ended(record);
    };
  }

  /** Tells nobody. */
  static CallObserver none() {
    return record -> {};
  }
}
