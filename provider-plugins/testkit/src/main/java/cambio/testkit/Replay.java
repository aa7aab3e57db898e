package cambio.testkit;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Replays a folder of recordings through every built dialect and prints the table. A dialect is
 * found in any folder of the plugins folder whose test classes name a {@link RecordedDialect} as a
 * service; each has a class loader of its own, so no list of dialects is kept anywhere.
 *
 * <p>Exit code 0 where all passed, 1 where something missed, 2 where it could not run.
 */
public final class Replay {

  private static final String SERVICE = "META-INF/services/" + RecordedDialect.class.getName();

  private Replay() {}

  /** Runs with {@code [--count] <plugins folder> <recordings folder>}. */
  public static void main(String[] arguments) throws IOException {
    boolean countOnly = arguments.length > 0 && arguments[0].equals("--count");
    List<Path> folders = Arrays.stream(arguments).skip(countOnly ? 1 : 0).map(Path::of).toList();
    if (folders.size() != 2 || !folders.stream().allMatch(Files::isDirectory)) {
      System.err.println("usage: Replay [--count] <plugins folder> <folder of *.jsonl recordings>");
      System.exit(2);
    }
    System.exit(run(folders.getFirst(), folders.getLast(), countOnly, System.out));
  }

  static int run(Path plugins, Path recordings, boolean countOnly, PrintStream out)
      throws IOException {
    List<ReplayReport> reports = new ArrayList<>();
    for (Path module : modules(plugins)) {
      URL[] classPath = {url(module.resolve("target/classes")), url(testClasses(module))};
      try (URLClassLoader loader =
          new URLClassLoader(classPath, RecordedDialect.class.getClassLoader())) {
        for (RecordedDialect dialect : ServiceLoader.load(RecordedDialect.class, loader)) {
          List<Recording> own = Recordings.load(recordings, dialect::serves);
          if (!own.isEmpty()) {
            reports.add(ReplayReport.of(dialect, own));
          }
        }
      }
    }
    print(reports, Recordings.count(recordings), countOnly, out);
    return !reports.isEmpty() && reports.stream().allMatch(ReplayReport::passed) ? 0 : 1;
  }

  private static List<Path> modules(Path plugins) throws IOException {
    try (Stream<Path> folders = Files.list(plugins)) {
      return folders
          .filter(folder -> Files.exists(testClasses(folder).resolve(SERVICE)))
          .sorted()
          .toList();
    }
  }

  private static Path testClasses(Path module) {
    return module.resolve("target/test-classes");
  }

  private static URL url(Path folder) throws IOException {
    // A loader takes a URL for a folder only where it ends in a slash.
    String folderUri = folder.toUri().toString();
    return URI.create(folderUri.endsWith("/") ? folderUri : folderUri + "/").toURL();
  }

  private static void print(
      List<ReplayReport> reports, long lines, boolean countOnly, PrintStream out) {
    long replayed = reports.stream().mapToLong(ReplayReport::size).sum();
    for (ReplayReport report : reports) {
      report.missed().forEach(outcome -> out.println("MISS " + outcome.describe()));
    }
    if (!countOnly) {
      out.println("dialect              feature                      passed/total");
      reports.forEach(report -> out.print(report.table()));
    }
    reports.forEach(report -> out.println(report.summary()));
    out.println(
        "replayed "
            + replayed
            + " of "
            + lines
            + " recorded exchanges; the others are of other"
            + " dialects or no chat");
  }
}
