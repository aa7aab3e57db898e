package cambio.server.config;

import cambio.catalog.yaml.YamlSection;
import cambio.server.execution.ResponseCacheOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code response_cache}: the keys whose calls use the cache of answers without asking. */
final class CachingKeysReader {

  private static final Pattern KEY = Pattern.compile("\\*|[0-9a-f]{64}");
  private static final String SPAN = Quantities.DURATION + ", 1s to 1d";

  private CachingKeysReader() {}

  static Map<String, ResponseCacheOptions> read(List<YamlSection> sections) {
    Map<String, ResponseCacheOptions> keys = new LinkedHashMap<>();
    for (YamlSection section : sections) {
      String key = section.required("key", "SHA-256 of a key, or *");
      if (!key.isEmpty() && !KEY.matcher(key).matches()) {
        section.problem("key", section.shown("key") + " (expected: SHA-256 of a key, or *)");
      }
      Duration ttl =
          section.parsed("ttl", ResponseCacheOptions.STANDARD, SPAN, CachingKeysReader::span);
      if (keys.put(key, ResponseCacheOptions.on(ttl)) != null) {
        section.problem("key", "occurs twice (expected: each key once)");
      }
      section.end();
    }
    return Map.copyOf(keys);
  }

  private static Duration span(String text) {
    Duration ttl = Quantities.duration(text);
    if (!ResponseCacheOptions.allows(ttl)) {
      throw new IllegalArgumentException(text);
    }
    return ttl;
  }
}
