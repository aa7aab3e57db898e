package cambio.dialect.bedrock;

import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;

/** A content block to be written. */
sealed interface Block {

  /** A piece of a message. */
  record Part(ContentPart part) implements Block {}

  /** A tool's answer. */
  record Result(Message.ToolResult result) implements Block {}

  /** A prompt-cache breakpoint, which is a block of its own here. */
  record CachePoint(CacheHint hint) implements Block {}
}
