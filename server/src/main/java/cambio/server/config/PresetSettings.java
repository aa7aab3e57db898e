package cambio.server.config;

import cambio.catalog.yaml.Place;
import cambio.server.execution.ResponseCacheOptions;
import org.jspecify.annotations.Nullable;

/**
 * A preset as the file has it.
 *
 * @param version from 1; of several versions of a slug the highest counts
 * @param system what the model is told first where the request has no instruction of its own
 * @param requestJson the members of a chat completions body that it fills requests up with
 * @param cache how the cache of whole answers is used; null where it does not say
 * @param place where it stands, for messages
 */
public record PresetSettings(
    String slug,
    int version,
    @Nullable String system,
    String requestJson,
    @Nullable ResponseCacheOptions cache,
    Place place) {}
