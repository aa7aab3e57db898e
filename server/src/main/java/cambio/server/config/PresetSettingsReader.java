package cambio.server.config;

import cambio.catalog.yaml.YamlSection;
import cambio.catalog.yaml.YamlValue;
import cambio.catalog.yaml.YamlValue.YamlList;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.catalog.yaml.YamlValue.YamlNull;
import cambio.catalog.yaml.YamlValue.YamlText;
import cambio.server.execution.ResponseCacheOptions;
import cambio.wire.JsonWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code presets}. What a preset's {@code request} may hold is checked later, by the reader
 * of requests; here YAML becomes JSON. YAML does not say whether {@code 5} is a number or a text,
 * so it counts as a number but under members that hold texts.
 */
final class PresetSettingsReader {

  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,3})?");
  private static final Set<String> TEXTS =
      Set.of("stop", "content", "text", "name", "description", "model", "models", "id", "title");

  private PresetSettingsReader() {}

  static List<PresetSettings> read(List<YamlSection> sections) {
    List<PresetSettings> presets = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (YamlSection section : sections) {
      String slug = section.required("slug", "lower-case letters, digits, . _ -");
      if (!slug.isEmpty() && !SLUG.matcher(slug).matches()) {
        section.problem(
            "slug", section.shown("slug") + " (expected: lower-case letters, digits, . _ -)");
      }
      int version = section.integer("version", 1, 1, 1_000_000);
      if (!seen.add(slug + " " + version)) {
        section.problem("version", "stands twice for this slug (expected: another number)");
      }
      section.known("description");
      YamlValue request = section.value("request");
      presets.add(
          new PresetSettings(
              slug,
              version,
              section.text("system"),
              json(request),
              cache(section),
              section.placeOf("request")));
      section.end();
    }
    return List.copyOf(presets);
  }

  /** Members of OpenRouter's presets, by its names. */
  private static @Nullable ResponseCacheOptions cache(YamlSection section) {
    int standard = (int) ResponseCacheOptions.STANDARD.toSeconds();
    int most = (int) ResponseCacheOptions.MOST.toSeconds();
    int seconds = section.integer("cache_ttl_seconds", standard, 1, most);
    if (!section.has("cache_enabled")) {
      return null;
    }
    return new ResponseCacheOptions(
        section.flag("cache_enabled", false), Duration.ofSeconds(seconds), false, true);
  }

  private static String json(@Nullable YamlValue request) {
    if (request instanceof YamlText text) {
      return text.text();
    }
    JsonWriter json = new JsonWriter();
    if (request instanceof YamlMap map) {
      write(json, map, false);
    } else {
      json.object().end();
    }
    return json.toText();
  }

  private static void write(JsonWriter json, YamlValue value, boolean textual) {
    switch (value) {
      case YamlMap map -> {
        json.object();
        for (Map.Entry<String, YamlValue> member : map.members().entrySet()) {
          json.name(member.getKey());
          write(json, member.getValue(), TEXTS.contains(member.getKey()));
        }
        json.end();
      }
      case YamlList list -> {
        json.array();
        list.items().forEach(item -> write(json, item, textual));
        json.end();
      }
      case YamlNull nothing -> json.nullValue();
      case YamlText text -> scalar(json, text.text(), textual);
    }
  }

  private static void scalar(JsonWriter json, String text, boolean textual) {
    boolean literal =
        !textual && (text.equals("true") || text.equals("false") || NUMBER.matcher(text).matches());
    if (literal) {
      json.raw(text);
    } else {
      json.value(text);
    }
  }
}
