package cambio.server.surface.grpc;

import com.google.protobuf.ByteString;
import java.util.Base64;

/** Decodes base64 that comes in pieces cut anywhere. */
final class Base64Pieces {

  private String rest = "";

  /**
   * The bytes that are whole by now.
   *
   * @throws IllegalArgumentException where the text is no base64
   */
  ByteString decode(String piece) {
    String text = rest.isEmpty() ? piece : rest + piece;
    int whole = text.length() - text.length() % 4;
    rest = text.substring(whole);
    return ByteString.copyFrom(Base64.getDecoder().decode(text.substring(0, whole)));
  }
}
