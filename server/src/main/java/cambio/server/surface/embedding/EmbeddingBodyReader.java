package cambio.server.surface.embedding;

import cambio.server.surface.JsonBody;
import cambio.server.surface.StrictJson;
import cambio.server.surface.chat.Ignored;
import cambio.server.surface.chat.RouteReader;
import cambio.spi.FailureException;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.Extras;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an embedding request. A member has its canonical place, or travels raw to
 * endpoints of the same dialect, or is refused. One reader reads one body.
 */
public final class EmbeddingBodyReader {

  /** As adapters of the same dialect name it. */
  static final String DIALECT = "openai-embeddings";

  private static final int MOST_INPUTS = 2048;
  private static final String INPUT =
      "a string, an array of 1 to 2048 strings, or token ids as an array of integers or of such"
          + " arrays";

  private final Ignored ignored = new Ignored();
  private final RouteReader route = new RouteReader(ignored);
  private final List<String> texts = new ArrayList<>(1);
  private final List<List<Integer>> tokens = new ArrayList<>(0);
  private final Map<String, String> extras = new LinkedHashMap<>();

  private @Nullable Integer dimensions;
  private @Nullable String purpose;
  private @Nullable String user;
  private boolean base64;

  private EmbeddingBodyReader() {}

  /**
   * Reads a body.
   *
   * @throws FailureException with {@link cambio.spi.FailureKind#INVALID_REQUEST} where it is no
   *     legal request
   */
  static EmbeddingBody read(byte[] body) {
    return JsonBody.read(
        body, "a JSON object with model and input", json -> new EmbeddingBodyReader().read(json));
  }

  private EmbeddingBody read(StrictJson json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "input" -> input(json);
        case "encoding_format" -> base64 = "base64".equals(json.word("float", "base64"));
        case "dimensions" -> dimensions = json.integer(1, Integer.MAX_VALUE);
        case "input_type" -> purpose = json.text();
        case "user" -> user = json.text();
        default -> {
          if (!route.take(name, json) && !json.isNull()) {
            extras.put(name, json.raw());
          }
        }
      }
    }
    if (texts.isEmpty() && tokens.isEmpty()) {
      throw StrictJson.refusal("input", "missing (expected: " + INPUT + ")");
    }
    EmbeddingRequest request =
        new EmbeddingRequest(
            texts,
            tokens,
            dimensions,
            purpose,
            user,
            extras.isEmpty() ? Extras.none() : new Extras(DIALECT, extras));
    return new EmbeddingBody(request, route.toRoute(), base64, ignored.toList());
  }

  private void input(StrictJson json) throws IOException {
    if (json.isText()) {
      text(json);
      return;
    }
    if (!json.isArray()) {
      throw json.wrong(INPUT);
    }
    List<Integer> bare = new ArrayList<>(0);
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      if (json.isText()) {
        text(json);
      } else if (json.isArray()) {
        ids(json);
      } else {
        bare.add(id(json));
      }
    }
    if (!bare.isEmpty()) {
      tokens.add(bare);
    }
    int kinds = (texts.isEmpty() ? 0 : 1) + (tokens.isEmpty() ? 0 : 1);
    boolean mixed = kinds != 1 || !bare.isEmpty() && tokens.size() > 1;
    if (mixed || texts.size() + tokens.size() > MOST_INPUTS) {
      throw StrictJson.refusal(
          "input",
          texts.size() + tokens.size() + " inputs, or of several kinds (expected: " + INPUT + ")");
    }
  }

  private void text(StrictJson json) throws IOException {
    String text = json.requiredText();
    if (text.isEmpty()) {
      throw json.refused("empty (expected: at least one character)");
    }
    texts.add(text);
  }

  private void ids(StrictJson json) throws IOException {
    List<Integer> ids = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      ids.add(id(json));
    }
    if (ids.isEmpty()) {
      throw json.refused("empty (expected: at least one token id)");
    }
    tokens.add(ids);
  }

  private static Integer id(StrictJson json) throws IOException {
    Integer id = json.isNumber() ? json.integer(0, Integer.MAX_VALUE) : null;
    if (id == null) {
      throw json.wrong(INPUT);
    }
    return id;
  }
}
