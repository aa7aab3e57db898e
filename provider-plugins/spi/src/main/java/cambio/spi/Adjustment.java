package cambio.spi;

/**
 * A parameter that reached the provider otherwise than the caller put it, or an answer that reached
 * the caller otherwise than the provider gave it. Shown in the response's metadata, so that nothing
 * a caller sent disappears silently.
 *
 * @param parameter the caller-visible name, e.g. {@code top_k}
 * @param detail one sentence for people: what was done and why; holds no prompt text
 */
public record Adjustment(String parameter, Kind kind, String detail) {

  /** What became of the parameter. */
  public enum Kind {
    /** Not sent: the dialect or the endpoint does not know it. */
    DROPPED,
    /** Sent with the nearest value that the provider takes. */
    CLAMPED,
    /** Brought about by other means, such as a tool call in place of a JSON schema. */
    EMULATED,
    /** The answer was put right, such as broken JSON. */
    REPAIRED
  }

  /** A dropped parameter. */
  public static Adjustment dropped(String parameter, String detail) {
    return new Adjustment(parameter, Kind.DROPPED, detail);
  }
}
