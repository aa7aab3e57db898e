package cambio.server.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;

/**
 * Loads one plugin's jar: its own classes first, so that two plugins may bring different versions
 * of a library, but the SPI always from the router, so that both mean the same types.
 */
final class PluginClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String SPI = "cambio.spi.";
  private static final String SPI_RESOURCES = "META-INF/services/cambio.spi.";

  PluginClassLoader(String jarName, URL jar, ClassLoader parent) {
    super("plugin " + jarName, new URL[] {jar}, parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(SPI) || name.startsWith("java.") || name.startsWith("org.jspecify.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = findOrDelegate(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> findOrDelegate(String name) throws ClassNotFoundException {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return super.loadClass(name, false);
    }
  }

  /** Services are the jar's own only: those of the class path are found there already. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.startsWith(SPI_RESOURCES) ? findResources(name) : super.getResources(name);
  }
}
