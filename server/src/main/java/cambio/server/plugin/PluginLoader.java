package cambio.server.plugin;

import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.SpiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds plugins: first on the class path, then in each jar of a folder, in the order of the jars'
 * names. What fails is reported by name and does not stop the rest.
 */
public final class PluginLoader {

  private static final Logger log = LoggerFactory.getLogger(PluginLoader.class);

  private final List<ProviderPlugin> plugins = new ArrayList<>();
  private final List<String> loaded = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private PluginLoader() {}

  /** What was found. */
  public record Plugins(AdapterRegistry registry, PluginReport report) {}

  /**
   * Loads everything.
   *
   * @param folder where jars are looked for; need not exist
   */
  public static Plugins load(Path folder) {
    return load(folder, PluginLoader.class.getClassLoader());
  }

  static Plugins load(Path folder, ClassLoader classPath) {
    PluginLoader loader = new PluginLoader();
    loader.addAll("the class path", classPath);
    loader.jars(folder).forEach(jar -> loader.addJar(jar, classPath));
    AdapterRegistry registry = AdapterRegistry.of(loader.plugins, loader.problems);
    loader.problems.forEach(problem -> log.warn("{}", problem));
    return new Plugins(registry, new PluginReport(loader.loaded, loader.problems));
  }

  private List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      problems.add("plugins folder %s cannot be listed: %s".formatted(folder, e.getMessage()));
      return List.of();
    }
  }

  private void addJar(Path jar, ClassLoader classPath) {
    String name = jar.getFileName().toString();
    int before = plugins.size();
    int problemsBefore = problems.size();
    try (JarFile readable = new JarFile(jar.toFile())) {
      log.debug("{} has {} entries", name, readable.size());
      // Not closed: a plugin's classes are loaded for as long as the router runs.
      addAll(name, new PluginClassLoader(name, jar.toUri().toURL(), classPath));
    } catch (IOException e) {
      problems.add(name + ": is no readable jar: " + e.getMessage());
    }
    if (plugins.size() == before && problems.size() == problemsBefore) {
      problems.add(
          name
              + ": holds no plugin (expected: META-INF/services/"
              + ProviderPlugin.class.getName()
              + " that names a class)");
    }
  }

  private void addAll(String where, ClassLoader classLoader) {
    // A jar may fail at any step: its services file, its class, its constructor, its parts.
    try {
      Iterator<ProviderPlugin> found =
          ServiceLoader.load(ProviderPlugin.class, classLoader).iterator();
      while (hasNext(found, where)) {
        addNext(found, where);
      }
    } catch (LinkageError | RuntimeException e) {
      problems.add(where + ": cannot be read: " + reason(e));
    }
  }

  private boolean hasNext(Iterator<ProviderPlugin> found, String where) {
    while (true) {
      try {
        return found.hasNext();
      } catch (ServiceConfigurationError e) {
        problems.add(where + ": " + reason(e));
      }
    }
  }

  private void addNext(Iterator<ProviderPlugin> found, String where) {
    try {
      add(found.next(), where);
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      problems.add(where + ": " + reason(e));
    }
  }

  private void add(ProviderPlugin plugin, String where) {
    String name = plugin.name();
    if (!SpiVersion.supports(plugin.spiVersion())) {
      problems.add(
          "%s: plugin %s is written against SPI version %d (expected: %d to %d)"
              .formatted(
                  where,
                  name,
                  plugin.spiVersion(),
                  SpiVersion.OLDEST_SUPPORTED,
                  SpiVersion.CURRENT));
      return;
    }
    if (plugins.stream().anyMatch(other -> other.name().equals(name))) {
      problems.add(where + ": a plugin named " + name + " is loaded already");
      return;
    }
    String line = describe(plugin, where);
    plugins.add(plugin);
    loaded.add(line);
    log.info("{}", line);
  }

  /** Asks for every part once, so that a plugin that fails there fails here. */
  private static String describe(ProviderPlugin plugin, String where) {
    List<String> parts = new ArrayList<>();
    for (ProviderAdapter part : plugin.adapters()) {
      parts.add("dialect " + part.dialect());
      Objects.requireNonNull(part.parameters(), "parameters() of dialect " + part.dialect());
    }
    plugin.embeddings().forEach(part -> parts.add("embeddings " + part.dialect()));
    plugin.tokenCounters().forEach(part -> parts.add("token counter " + part.dialect()));
    plugin.tokenExchanges().forEach(part -> parts.add("token exchange " + part.scheme()));
    return "plugin %s from %s: %s".formatted(plugin.name(), where, String.join(", ", parts));
  }

  private static String reason(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
