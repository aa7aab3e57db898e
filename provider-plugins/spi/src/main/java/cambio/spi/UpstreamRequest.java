package cambio.spi;

import java.net.URI;
import java.util.List;

/**
 * One HTTP request to a provider, ready to be sent.
 *
 * @param method the HTTP method in upper case
 * @param origin scheme and authority (a path in it is ignored); normally the endpoint's base URL
 * @param path absolute path with the query, percent-encoded
 * @param headers all headers but {@code host} and {@code content-length}
 * @param body the body, possibly empty; not to be changed after
 * @param adjustments what the dialect could not say as the caller put it
 */
public record UpstreamRequest(
    String method,
    URI origin,
    String path,
    HeaderFields headers,
    byte[] body,
    List<Adjustment> adjustments) {

  public UpstreamRequest {
    adjustments = List.copyOf(adjustments);
  }

  /** Without body, header values and query: they hold prompts and secrets. */
  @Override
  public String toString() {
    int query = path.indexOf('?');
    return method + ' ' + origin.getHost() + (query < 0 ? path : path.substring(0, query));
  }
}
