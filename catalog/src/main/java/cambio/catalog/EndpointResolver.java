package cambio.catalog;

import cambio.catalog.format.UrlTemplate;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Provider;
import cambio.spi.EndpointSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns an endpoint of the catalogue into one that can be called: every placeholder filled in. */
public final class EndpointResolver {

  private static final String REGION = "region";

  private EndpointResolver() {}

  /** What came out. */
  public sealed interface Resolution {}

  /** It can be called. */
  public record Resolved(EndpointSpec spec) implements Resolution {}

  /**
   * It cannot.
   *
   * @param missing what the operator has to add, a sentence each, for {@code cambio check}
   */
  public record Unresolved(List<String> missing) implements Resolution {}

  /**
   * Resolves one endpoint.
   *
   * @param settings the provider's settings by name, as {@link ProviderSettings#of} gives them
   */
  public static Resolution resolve(
      Provider provider, Endpoint endpoint, Map<String, String> settings) {
    String template = endpoint.baseUrlTemplate();
    if (template == null) {
      return new Unresolved(
          List.of("no base URL is known: set providers[].base_url of " + provider.id()));
    }
    List<String> missing = new ArrayList<>();
    Map<String, String> values = withRegion(endpoint, settings);
    for (String name : UrlTemplate.placeholders(template)) {
      if (!values.containsKey(name)) {
        missing.add(missing(provider, name));
      }
    }
    if (!missing.isEmpty()) {
      return new Unresolved(List.copyOf(missing));
    }
    String url = UrlTemplate.fill(template, values);
    URI uri = absolute(url);
    return uri == null
        ? new Unresolved(List.of("\"" + url + "\" is no URL (expected: http or https and a host)"))
        : new Resolved(spec(provider, endpoint, uri, values.get(REGION)));
  }

  private static EndpointSpec spec(
      Provider provider, Endpoint endpoint, URI url, @Nullable String region) {
    return new EndpointSpec(
        endpoint.id(),
        provider.id(),
        endpoint.upstreamModel(),
        url,
        endpoint.auth(),
        region,
        endpoint.contextLength(),
        endpoint.maxOutputTokens(),
        endpoint.quirks());
  }

  /** The region of the endpoint itself wins over the provider's. */
  private static Map<String, String> withRegion(Endpoint endpoint, Map<String, String> settings) {
    String region = endpoint.region();
    if (region == null) {
      return settings;
    }
    Map<String, String> values = new HashMap<>(settings);
    values.put(REGION, region);
    return values;
  }

  private static String missing(Provider provider, String name) {
    List<String> variables = provider.settings().getOrDefault(name, List.of());
    String inFile = "providers[].settings." + name + " of " + provider.id();
    return name
        + " is not known: set "
        + (variables.isEmpty() ? inFile : String.join(" or ", variables) + ", or " + inFile);
  }

  private static @Nullable URI absolute(String url) {
    try {
      URI uri = URI.create(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null ? uri : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
