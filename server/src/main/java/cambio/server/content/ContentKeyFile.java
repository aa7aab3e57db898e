package cambio.server.content;

import cambio.server.auth.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Finds the key in a file, or makes it at the first start, readable by the owner only. */
public final class ContentKeyFile {

  private ContentKeyFile() {}

  /**
   * The key of this file.
   *
   * @param random a source that cannot be guessed
   * @throws IllegalStateException where the file holds something else
   */
  public static ContentKey obtain(Path file, RandomGenerator random) {
    try {
      if (!Files.exists(file)) {
        OwnerOnly.makeDirectory(file.toAbsolutePath().getParent());
        OwnerOnly.write(file, ContentKey.random(random).toBase64() + "\n");
      }
      return ContentKey.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read or made (check data.directory)", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          file
              + " holds no content key: "
              + e.getMessage()
              + ". Restore it, or remove it to begin"
              + " anew without what is kept",
          e);
    }
  }
}
