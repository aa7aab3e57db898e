package cambio.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A path of the catalogue that may hold the model's name. */
public final class PathTemplate {

  private PathTemplate() {}

  /** The path with <code>{model}</code> replaced by the percent-encoded name. */
  public static String of(String path, String model) {
    return path.contains("{model}")
        ? path.replace(
            "{model}", URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20"))
        : path;
  }
}
