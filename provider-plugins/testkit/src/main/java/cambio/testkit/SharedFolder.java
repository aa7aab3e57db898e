package cambio.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds data that lies beside the repository and is no part of it: the system property or
 * environment variable {@code CAMBIO_SHARED}, else a folder {@code shared} beside a parent of the
 * working directory. {@code RECORDINGS} names a folder of recordings directly.
 */
public final class SharedFolder {

  private SharedFolder() {}

  /** The folder of recordings, or null where there is none. */
  public static @Nullable Path recordings() {
    String direct = setting("RECORDINGS");
    if (direct != null) {
      return existing(Path.of(direct));
    }
    return find("recordings");
  }

  /** A folder or file in the shared folder, or null where it is absent. */
  public static @Nullable Path find(String name) {
    String shared = setting("CAMBIO_SHARED");
    if (shared != null) {
      return existing(Path.of(shared, name));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = existing(at.resolveSibling("shared").resolve(name));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Whether missing data is a failure and not a reason to skip ({@code REQUIRE_SHARED=1}). */
  public static boolean required() {
    return "1".equals(setting("REQUIRE_SHARED"));
  }

  private static @Nullable Path existing(Path path) {
    return Files.exists(path) ? path : null;
  }

  private static @Nullable String setting(String name) {
    String property = System.getProperty(name);
    String value = property != null ? property : System.getenv(name);
    return value == null || value.isBlank() ? null : value;
  }
}
