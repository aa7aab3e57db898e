package cambio.server.auth;

import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlFile;
import cambio.catalog.yaml.YamlProblemsException;
import cambio.catalog.yaml.YamlSection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The keys that {@code cambio keys} keeps: a YAML file of its own in the data directory, so that
 * nothing rewrites the operator's {@code cambio.yaml} and its comments. Holds hashes only. It is
 * replaced whole, so a server that watches it never sees a half.
 *
 * @param path the file; need not exist
 */
public record KeyFile(Path path) {

  /**
   * All keys of the file; none where it does not exist.
   *
   * @throws YamlProblemsException where it is not as it should be
   */
  public List<KeyEntry> read() {
    if (!Files.exists(path)) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    List<KeyEntry> entries;
    try {
      YamlSection file =
          new YamlSection(
              YamlFile.parse(path.toString(), Files.readString(path), name -> null, problems),
              problems);
      file.text("version");
      entries = KeyEntryReader.read(file.sections("keys"));
      file.end();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
    if (!problems.isEmpty()) {
      throw new YamlProblemsException(problems);
    }
    return entries;
  }

  /** Reads, changes and writes the list. One process at a time. */
  public synchronized void update(UnaryOperator<List<KeyEntry>> change) {
    List<KeyEntry> entries = change.apply(read());
    StringBuilder text = new StringBuilder();
    text.append("# Kept by `cambio keys`. Hashes of keys, never the keys.\nversion: 1\nkeys:\n");
    for (KeyEntry entry : entries) {
      text.append(KeyEntryText.yaml(entry));
    }
    if (entries.isEmpty()) {
      text.append("  []\n");
    }
    try {
      OwnerOnly.makeDirectory(path.toAbsolutePath().getParent());
      Path fresh =
          OwnerOnly.write(path.resolveSibling(path.getFileName() + ".new"), text.toString());
      Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be written", e);
    }
  }
}
