package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.SamplingOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the top-level members that say how tokens are drawn. */
final class SamplingReader {

  private @Nullable Double temperature;
  private @Nullable Double topP;
  private @Nullable Integer topK;
  private @Nullable Double topA;
  private @Nullable Double minP;
  private @Nullable Double frequencyPenalty;
  private @Nullable Double presencePenalty;
  private @Nullable Double repetitionPenalty;
  private @Nullable Long seed;
  private Map<String, Double> logitBias = Map.of();

  /** Reads a top-level member; false where it says nothing about sampling. */
  boolean take(String name, StrictJson json) throws IOException {
    switch (name) {
      case "temperature" -> temperature = json.number(0, 2);
      case "top_p" -> topP = json.number(0, 1);
      case "top_k" -> topK = json.integer(0, Integer.MAX_VALUE);
      case "top_a" -> topA = json.number(0, 1);
      case "min_p" -> minP = json.number(0, 1);
      case "frequency_penalty" -> frequencyPenalty = json.number(-2, 2);
      case "presence_penalty" -> presencePenalty = json.number(-2, 2);
      case "repetition_penalty" -> repetitionPenalty = json.number(0, 2);
      case "seed" -> seed = json.longInteger(Long.MIN_VALUE, Long.MAX_VALUE);
      case "logit_bias" -> logitBias = bias(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  SamplingOptions toOptions() {
    return new SamplingOptions(
        temperature,
        topP,
        topK,
        topA,
        minP,
        frequencyPenalty,
        presencePenalty,
        repetitionPenalty,
        seed,
        logitBias);
  }

  private static Map<String, Double> bias(StrictJson json) throws IOException {
    Map<String, Double> bias = new LinkedHashMap<>();
    for (String token = json.firstMember(); token != null; token = json.nextMember()) {
      Double value = json.number(-100, 100);
      if (value != null) {
        bias.put(token, value);
      }
    }
    return bias;
  }
}
