package cambio.server.routing;

import cambio.catalog.yaml.Problem;
import cambio.server.config.PresetSettings;
import cambio.server.surface.chat.ChatRequest;
import cambio.server.surface.chat.ChatRequestReader;
import cambio.spi.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes presets of what the configuration file says, by the reader of chat requests. */
public final class PresetReader {

  private PresetReader() {}

  /**
   * All presets that can be read.
   *
   * @param problems receives what is wrong with the others
   */
  public static PresetBook read(List<PresetSettings> settings, List<Problem> problems) {
    List<Preset> presets = new ArrayList<>();
    for (PresetSettings one : settings) {
      try {
        presets.add(read(one));
      } catch (FailureException e) {
        problems.add(new Problem(one.place(), e.failure().message()));
      }
    }
    return new PresetBook(presets);
  }

  private static Preset read(PresetSettings settings) {
    ChatRequest read =
        ChatRequestReader.readPreset(settings.requestJson().getBytes(StandardCharsets.UTF_8));
    return new Preset(
        settings.slug(),
        settings.version(),
        settings.system(),
        read.request(),
        read.route().models(),
        read.route().preferences(),
        read.route().wishes(),
        read.delivery().heal(),
        settings.cache());
  }
}
