package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.CacheHint;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the caller says about itself and about prompt caches for the whole request. */
final class LabelsReader {

  private final CacheHintReader cacheHints;
  private @Nullable String user;
  private Map<String, String> metadata = Map.of();
  private @Nullable String serviceTier;
  private @Nullable String cacheKey;
  private @Nullable CacheHint automaticCache;

  LabelsReader(Ignored ignored) {
    this.cacheHints = new CacheHintReader(ignored);
  }

  /** Reads a top-level member; false where it is no label. */
  boolean take(String name, StrictJson json) throws IOException {
    switch (name) {
      case "user" -> user = json.text();
      case "metadata" -> metadata = metadata(json);
      case "service_tier" -> serviceTier = json.text();
      case "prompt_cache_key" -> cacheKey = json.text();
      case "cache_control" -> automaticCache = cacheHints.readAutomatic(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  CallerLabels toLabels() {
    return new CallerLabels(user, metadata, serviceTier);
  }

  CacheOptions toCacheOptions() {
    return new CacheOptions(cacheKey, automaticCache);
  }

  private static Map<String, String> metadata(StrictJson json) throws IOException {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String key = json.firstMember(); key != null; key = json.nextMember()) {
      String value = json.requiredText();
      if (key.length() > 64 || value.length() > 512) {
        throw json.refused("too long (expected: a key to 64 and a value to 512 characters)");
      }
      pairs.put(key, value);
    }
    if (pairs.size() > 16) {
      throw json.refused(pairs.size() + " pairs (expected: at most 16)");
    }
    return pairs;
  }
}
