package cambio.spi;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter needs to know of the endpoint it speaks to.
 *
 * @param id the catalogue's endpoint id, for messages
 * @param provider the catalogue's provider id, for messages; adapters do not branch on it
 * @param upstreamModel the model's name at the provider
 * @param baseUrl absolute URL with every placeholder filled in, without a trailing slash
 * @param region the provider's region, where it has one
 * @param contextLength tokens of prompt and answer together, where known
 * @param maxOutputTokens the longest answer, where known; dialects that demand a limit send it when
 *     the caller gave none
 * @param quirks how this endpoint departs from its dialect
 */
public record EndpointSpec(
    String id,
    String provider,
    String upstreamModel,
    URI baseUrl,
    AuthStyle auth,
    @Nullable String region,
    @Nullable Integer contextLength,
    @Nullable Integer maxOutputTokens,
    Quirks quirks) {

  /** Path of the base URL, without a trailing slash; empty where it has none. */
  public String basePath() {
    String path = baseUrl.getRawPath();
    if (path == null || path.equals("/")) {
      return "";
    }
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
