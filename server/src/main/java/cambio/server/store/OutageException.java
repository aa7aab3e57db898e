package cambio.server.store;

/** A write failed because its store is away, full or slow: the same write may succeed later. */
final class OutageException extends Exception {

  private static final long serialVersionUID = 1L;

  OutageException(String message, Throwable cause) {
    super(message, cause);
  }

  OutageException(String message) {
    super(message);
  }
}
