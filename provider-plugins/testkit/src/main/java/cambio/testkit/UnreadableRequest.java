package cambio.testkit;

/** A recorded request says something that its reader does not know. Never skipped in silence. */
public final class UnreadableRequest extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Refuses a member, with what is wrong with it. */
  public UnreadableRequest(String path, String problem) {
    super(path + ": " + problem);
  }
}
