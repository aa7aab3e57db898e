package cambio.server.plugin;

import java.util.List;

/**
 * What loading found.
 *
 * @param loaded one line a plugin that is in use
 * @param problems one sentence for everything that is not: a jar that did not load (by its name), a
 *     plugin of an unsupported version, a dialect that was there already
 */
public record PluginReport(List<String> loaded, List<String> problems) {

  public PluginReport {
    loaded = List.copyOf(loaded);
    problems = List.copyOf(problems);
  }

  /** Whether everything that was found is in use. */
  public boolean clean() {
    return problems.isEmpty();
  }
}
