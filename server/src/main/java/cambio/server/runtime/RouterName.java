package cambio.server.runtime;

import cambio.server.auth.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What a router is called among others. It goes with the data directory, where its spool is: a
 * router that comes back with the same spool is the same one.
 */
final class RouterName {

  private RouterName() {}

  /**
   * The name in a file; made where there is none.
   *
   * @throws UncheckedIOException where the file can be neither read nor made
   */
  static String of(Path file, Supplier<String> made) {
    try {
      String known = Files.exists(file) ? Files.readString(file).strip() : "";
      if (!known.isEmpty()) {
        return known;
      }
      String name = made.get();
      OwnerOnly.makeDirectory(file.toAbsolutePath().getParent());
      OwnerOnly.write(file, name + "\n");
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException("the router's name in " + file, e);
    }
  }
}
