package cambio.spi.event;

/**
 * One step of an answer. A choice index counts the alternatives that the caller asked for with
 * {@code n}; it is 0 for almost everyone.
 *
 * <p>A complete answer is: {@link Started}, then deltas, then one {@link Finished} a choice, with
 * {@link UsageReported} anywhere (the last one counts). A unary response decodes to the same
 * events.
 */
public sealed interface GenerationEvent
    permits Started,
        ContentDelta,
        ReasoningDelta,
        RefusalDelta,
        ToolCallDelta,
        AnnotationAdded,
        LogprobsReported,
        FilterReported,
        MediaDelta,
        UsageReported,
        Finished,
        Opaque,
        Embedded {

  /**
   * Whether this is a real event, which commits a response: non-empty content, reasoning, refusal,
   * tool call or media, or a finish. All else is preamble.
   */
  boolean real();
}
