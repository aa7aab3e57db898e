package cambio.dialect.gemini;

import cambio.spi.event.TokenLogprob;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@code logprobsResult}: the chosen tokens, and beside them the most likely ones. */
final class LogprobsParser {

  private LogprobsParser() {}

  static List<TokenLogprob> read(JsonReader json) throws IOException {
    List<TokenLogprob> chosen = List.of();
    List<List<TokenLogprob>> alternatives = new ArrayList<>();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "chosenCandidates" -> chosen = candidates(json);
        case "topCandidates" -> {
          for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            alternatives.add(step(json));
          }
        }
        default -> json.skip();
      }
    }
    List<TokenLogprob> tokens = new ArrayList<>(chosen.size());
    for (int i = 0; i < chosen.size(); i++) {
      TokenLogprob token = chosen.get(i);
      List<TokenLogprob> others = i < alternatives.size() ? alternatives.get(i) : List.of();
      tokens.add(new TokenLogprob(token.token(), token.logprob(), null, others));
    }
    return tokens;
  }

  private static List<TokenLogprob> step(JsonReader json) throws IOException {
    List<TokenLogprob> candidates = List.of();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("candidates")) {
        candidates = candidates(json);
      } else {
        json.skip();
      }
    }
    return candidates;
  }

  private static List<TokenLogprob> candidates(JsonReader json) throws IOException {
    List<TokenLogprob> tokens = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      @Nullable String token = null;
      double logprob = 0;
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "token" -> token = json.string();
          case "logProbability" -> logprob = Math.min(0, json.number(0));
          default -> json.skip();
        }
      }
      tokens.add(new TokenLogprob(token == null ? "" : token, logprob, null, List.of()));
    }
    return tokens;
  }
}
