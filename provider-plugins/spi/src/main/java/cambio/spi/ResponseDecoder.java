package cambio.spi;

/**
 * Decodes one response, fed in pieces cut at any byte boundary. Not safe for use by several threads
 * at once; the router calls it from one thread at a time.
 *
 * <p>The same bytes give the same events however they are cut. After {@link EventSink#failed} has
 * been called, or once {@link #done} is true, further input is ignored and nothing more is emitted.
 * Memory held is bounded: a decoder that meets a frame over its documented limit fails with {@link
 * FailureKind#PROTOCOL_ERROR}.
 */
public interface ResponseDecoder {

  /**
   * Decodes {@code length} bytes from {@code offset}. The array belongs to the caller and may be
   * changed after this method returns.
   */
  void feed(byte[] bytes, int offset, int length, EventSink sink);

  /**
   * The body has ended. A response that is not complete by its dialect's rules is a failure ({@link
   * FailureKind#PROTOCOL_ERROR}, "truncated"), never a finish.
   */
  void end(EventSink sink);

  /**
   * Whether the response is complete by its dialect's own end mark, so that the router need not
   * wait for the connection's end.
   */
  boolean done();
}
