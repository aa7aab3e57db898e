package cambio.server.surface.chat;

import cambio.spi.event.TokenLogprob;
import cambio.wire.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the {@code logprobs} object. */
final class Logprobs {

  private Logprobs() {}

  /** The object; a list that is null is written as {@code null}. */
  static void write(
      JsonWriter json, @Nullable List<TokenLogprob> content, @Nullable List<TokenLogprob> refusal) {
    json.object();
    tokens(json.name("content"), content);
    tokens(json.name("refusal"), refusal);
    json.end();
  }

  private static void tokens(JsonWriter json, @Nullable List<TokenLogprob> tokens) {
    if (tokens == null) {
      json.nullValue();
      return;
    }
    json.array();
    for (TokenLogprob token : tokens) {
      open(json, token);
      json.name("top_logprobs").array();
      for (TokenLogprob alternative : token.alternatives()) {
        open(json, alternative);
        json.end();
      }
      json.end().end();
    }
    json.end();
  }

  private static void open(JsonWriter json, TokenLogprob token) {
    json.object().member("token", token.token()).member("logprob", token.logprob());
    json.name("bytes");
    List<Integer> bytes = token.bytes();
    if (bytes == null) {
      json.nullValue();
      return;
    }
    json.array();
    bytes.forEach(b -> json.value(b.longValue()));
    json.end();
  }
}
