package cambio.spi.event;

import java.util.List;

/**
 * The bytes that one frame's events were decoded from, with the places that a surface of the same
 * dialect rewrites before it forwards them. The payload is one JSON object without framing.
 *
 * @param bytes holds the payload; valid only while the frame is being emitted
 * @param offset where the payload begins in {@code bytes}
 * @param length of the payload in bytes
 * @param patches places to rewrite, ascending and without overlap
 */
public record SourceFrame(
    String dialect, byte[] bytes, int offset, int length, List<Patch> patches) {

  /** What stands at a place. */
  public enum Member {
    /** The value of the answer's id, with its quotes. */
    ID,
    /** The value of the model's name, with its quotes. */
    MODEL
  }

  /**
   * One place.
   *
   * @param start first byte, relative to the payload
   * @param end first byte after it, relative to the payload
   */
  public record Patch(Member member, int start, int end) {}

  public SourceFrame {
    patches = List.copyOf(patches);
  }
}
