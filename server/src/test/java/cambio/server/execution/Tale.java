package cambio.server.execution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A provider that always tells the same tale, and carries it on from an assistant's message at the
 * end of the prompt. Its manner stands behind {@code tale-}: {@code cut-N} breaks off after N
 * pieces, unless it carries on; {@code recut-N} does so whenever it speaks; {@code stall-N} falls
 * silent instead; {@code echo} repeats what it is given before it carries on; {@code trim} begins
 * without a blank; {@code other} carries on with something else; {@code tool-N} begins a tool call
 * after N pieces and breaks off.
 */
final class Tale {

  static final List<String> PIECES =
      List.of("Once", " upon", " a", " time", " there", " was ", "a", " fox", ". ", "The end.");
  static final String TEXT = String.join("", PIECES);

  private static final String PREFIX = "{\"role\":\"assistant\",\"content\":\"";

  private final String manner;
  private final int number;
  private final String told;

  Tale(String behaviour, String body) {
    String[] parts = behaviour.split("-", 4);
    this.manner = parts.length < 2 ? "" : parts[1];
    this.number = parts.length < 3 ? Integer.MAX_VALUE : Integer.parseInt(parts[2]);
    int at = body.lastIndexOf(PREFIX);
    int from = at + PREFIX.length();
    this.told = at < 0 ? "" : body.substring(from, body.indexOf('"', from));
  }

  boolean tell(InputStream in, OutputStream out) throws IOException {
    FaultyProvider.head(out, "200 OK", "text/event-stream");
    FaultyProvider.chunk(out, FaultyProvider.delta("{\"role\":\"assistant\",\"content\":\"\"}"));
    int pieces = 0;
    for (String piece : rest()) {
      if (pieces == number && breaksOff()) {
        return broken(in, out);
      }
      FaultyProvider.chunk(out, FaultyProvider.content(piece));
      pieces++;
    }
    FaultyProvider.chunk(out, FaultyProvider.end());
    FaultyProvider.chunk(out, "data: [DONE]\n\n");
    FaultyProvider.lastChunk(out);
    return true;
  }

  private List<String> rest() {
    if (told.isEmpty()) {
      return PIECES;
    }
    String rest = TEXT.substring(told.length());
    return switch (manner) {
      case "echo" ->
          List.of(
              told.substring(0, 3), told.substring(3) + rest.substring(0, 1), rest.substring(1));
      case "trim" -> List.of(rest.stripLeading());
      case "other" -> List.of("\\n\\n", "Something else.");
      default -> List.of(rest.substring(0, 2), rest.substring(2));
    };
  }

  private boolean breaksOff() {
    return manner.equals("recut") || told.isEmpty();
  }

  private boolean broken(InputStream in, OutputStream out) throws IOException {
    if (manner.equals("tool")) {
      FaultyProvider.chunk(
          out,
          FaultyProvider.delta(
              "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\","
                  + "\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}"));
    }
    while (manner.equals("stall") && in.read() >= 0) {
      // Nothing is expected from the router but its leaving.
    }
    return false;
  }
}
