package cambio.spi.event;

/** Why a choice ended. */
public enum FinishReason {
  /** A natural end or a stop sequence. */
  STOP,
  /** The limit of output tokens or of the context. */
  LENGTH,
  /** The model calls tools and waits for their results. */
  TOOL_CALL,
  /** The provider's filter cut the answer. */
  CONTENT_FILTER,
  /** The provider says that it ended in an error after it had begun. */
  ERROR
}
