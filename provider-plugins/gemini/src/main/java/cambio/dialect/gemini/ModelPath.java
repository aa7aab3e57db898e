package cambio.dialect.gemini;

import cambio.spi.EndpointSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a model lies: {@code /models/{model}} at AI Studio, {@code
 * /publishers/google/models/{model}} under a location at Vertex AI, and elsewhere where the
 * catalogue says so or the model's name is a path already ({@code tunedModels/…}, {@code
 * endpoints/…}).
 */
final class ModelPath {

  private static final String LEGAL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=@";
  private static final List<String> COLLECTIONS =
      List.of("models/", "tunedModels/", "publishers/", "endpoints/");

  private ModelPath() {}

  /** Absolute path of a method of the model, such as {@code generateContent}. */
  static String of(EndpointSpec endpoint, String method) {
    String option = GeminiOption.PATH.of(endpoint.quirks());
    String model = endpoint.upstreamModel();
    String path;
    if (!option.isEmpty()) {
      path = option.replace("{model}", segments(model));
    } else if (COLLECTIONS.stream().anyMatch(model::startsWith)) {
      path = "/" + segments(model);
    } else {
      path = (atLocation(endpoint) ? "/publishers/google/models/" : "/models/") + segments(model);
    }
    return endpoint.basePath() + path + ":" + method;
  }

  /** The model's resource name as bodies say it: {@code models/…}. */
  static String resource(EndpointSpec endpoint) {
    String model = endpoint.upstreamModel();
    return COLLECTIONS.stream().anyMatch(model::startsWith) ? model : "models/" + model;
  }

  /** Whether the base URL is that of a project's location, which only Vertex AI has. */
  static boolean atLocation(EndpointSpec endpoint) {
    return endpoint.basePath().matches(".*/locations/[^/]+");
  }

  private static String segments(String model) {
    StringBuilder out = new StringBuilder(model.length() + 8);
    for (byte b : model.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c == '/' || LEGAL.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }
}
