package cambio.server.surface.chat;

import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a provider's content filter found, written as Azure's clients know it: {@code
 * prompt_filter_results} beside the choices, {@code content_filter_results} in each of them.
 */
final class FilterResults {

  private final Map<String, String> categories = new LinkedHashMap<>();

  /** Adds a report; a category that was there takes what is new. */
  void add(String results) {
    try (JsonReader json = JsonReader.of(results)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        categories.put(name, json.raw());
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("a decoder reported filter results that are no JSON", e);
    }
  }

  /** Writes the choice's member; nothing where nothing was reported. */
  void write(JsonWriter json) {
    if (!categories.isEmpty()) {
      json.name("content_filter_results").object();
      categories.forEach((name, raw) -> json.name(name).raw(raw));
      json.end();
    }
  }

  /** Writes the answer's member; nothing where nothing was reported. */
  static void writePrompts(JsonWriter json, List<String> prompts) {
    if (prompts.isEmpty()) {
      return;
    }
    json.name("prompt_filter_results").array();
    for (int i = 0; i < prompts.size(); i++) {
      json.object().member("prompt_index", i).rawMember("content_filter_results", prompts.get(i));
      json.end();
    }
    json.end();
  }
}
