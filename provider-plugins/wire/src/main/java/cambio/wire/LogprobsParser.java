package cambio.wire;

import cambio.spi.event.TokenLogprob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses lists of tokens with their log probabilities. */
public final class LogprobsParser {

  private LogprobsParser() {}

  /** Adds the tokens of the array that the reader stands on; what is no array has none. */
  public static void tokens(JsonReader json, List<TokenLogprob> tokens) throws IOException {
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      TokenLogprob token = token(json);
      if (token != null) {
        tokens.add(token);
      }
    }
  }

  private static @Nullable TokenLogprob token(JsonReader json) throws IOException {
    String token = null;
    double logprob = 0;
    List<Integer> bytes = null;
    List<TokenLogprob> alternatives = new ArrayList<>(0);
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "token" -> token = json.string();
        case "logprob" -> logprob = json.number(0);
        case "bytes" -> bytes = bytes(json);
        case "top_logprobs" -> tokens(json, alternatives);
        default -> json.skip();
      }
    }
    return token == null ? null : new TokenLogprob(token, logprob, bytes, alternatives);
  }

  private static @Nullable List<Integer> bytes(JsonReader json) throws IOException {
    if (!json.isArray()) {
      json.skip();
      return null;
    }
    List<Integer> bytes = new ArrayList<>();
    while (json.nextElement()) {
      bytes.add(json.integer(0) & 0xFF);
    }
    return bytes;
  }
}
