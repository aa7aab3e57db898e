package cambio.dialect.responses;

import cambio.spi.request.Tool;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of the caller's custom tools, whose input is free text: their calls and results are
 * items of other types than those of functions.
 */
record CustomTools(Set<String> names) {

  static CustomTools of(List<Tool> tools) {
    Set<String> names = new HashSet<>();
    for (Tool tool : tools) {
      if (tool instanceof Tool.Opaque opaque && opaque.dialect().equals(ResponsesAdapter.DIALECT)) {
        String name = customName(opaque.json());
        if (name != null) {
          names.add(name);
        }
      }
    }
    return new CustomTools(names);
  }

  boolean has(String name) {
    return names.contains(name);
  }

  private static @Nullable String customName(String tool) {
    String type = null;
    String called = null;
    try (JsonReader json = JsonReader.of(tool)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "type" -> type = json.string();
          case "name" -> called = json.string();
          default -> json.skip();
        }
      }
    } catch (IOException e) {
      return null;
    }
    return "custom".equals(type) ? called : null;
  }
}
