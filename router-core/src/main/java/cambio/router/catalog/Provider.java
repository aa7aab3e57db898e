package cambio.router.catalog;

import cambio.spi.AuthStyle;
import cambio.spi.Quirks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A company or server with one way in.
 *
 * @param id lower-case slug, e.g. {@code acme}
 * @param name for people
 * @param dialect the chat dialect it speaks, as adapters name it
 * @param baseUrlTemplate base URL, possibly with placeholders like {@code {region}}; null where
 *     unknown, and then no endpoint of it can be served before the user configures one
 * @param auth where the credential goes
 * @param keyVariables environment variables that may hold the key, in order of preference
 * @param settings further values that it needs, by name, each with the environment variables that
 *     may hold it, in order of preference: the placeholders of the base URL and further parts of
 *     the credential
 * @param regions the regions it serves from, where known
 * @param quirks how it departs from its dialect; endpoints may add to them
 * @param dataPolicy what it does with prompts, where known
 * @param docsUrl its documentation
 */
public record Provider(
    String id,
    String name,
    String dialect,
    @Nullable String baseUrlTemplate,
    AuthStyle auth,
    List<String> keyVariables,
    Map<String, List<String>> settings,
    List<String> regions,
    Quirks quirks,
    @Nullable DataPolicy dataPolicy,
    @Nullable String docsUrl) {

  public Provider {
    keyVariables = List.copyOf(keyVariables);
    settings = Map.copyOf(settings);
    regions = List.copyOf(regions);
  }
}
