package cambio.spi.request;

/** In which form reasoning comes. */
public enum ReasoningKind {
  /** The reasoning itself. */
  TEXT,
  /** A summary that the provider made of it. */
  SUMMARY,
  /** Data that only the provider can read. */
  ENCRYPTED
}
