package cambio.dialect.gemini;

import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import org.jspecify.annotations.Nullable;

/** What becomes one part on the wire. */
sealed interface Piece {

  /**
   * A part of a message.
   *
   * @param signature the thought signature over it, or null
   */
  record Said(ContentPart part, @Nullable String signature) implements Piece {}

  /** A bare thought signature without anything that it belongs to. */
  record Sealed(String signature) implements Piece {}

  /**
   * What a function answered.
   *
   * @param function the function's name, which this dialect demands
   */
  record Result(Message.ToolResult result, String function) implements Piece {}
}
