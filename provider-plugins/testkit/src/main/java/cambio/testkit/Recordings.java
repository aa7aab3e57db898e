package cambio.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads folders of {@code *.jsonl} recordings. */
public final class Recordings {

  private static final Pattern API = Pattern.compile("\"api\"\\s*:\\s*\"([^\"]*)\"");

  private Recordings() {}

  /** The recordings of these APIs, in the order of files and lines. */
  public static List<Recording> load(Path folder, Set<String> apis) {
    return load(folder, apis::contains);
  }

  /** The recordings of the APIs that pass, in the order of files and lines. */
  public static List<Recording> load(Path folder, Predicate<String> apis) {
    List<Recording> recordings = new ArrayList<>();
    for (Path file : files(folder)) {
      for (String line : lines(file)) {
        if (!line.isBlank() && mayBeOf(line, apis)) {
          Recording recording = Recording.of(Json.parse(line));
          if (apis.test(recording.api())) {
            recordings.add(recording);
          }
        }
      }
    }
    return recordings;
  }

  /** How many lines each file set holds in all, whatever their API. */
  public static long count(Path folder) {
    return files(folder).stream()
        .mapToLong(file -> lines(file).stream().filter(line -> !line.isBlank()).count())
        .sum();
  }

  /** A look at the line's start that saves parsing megabytes of other APIs. */
  private static boolean mayBeOf(String line, Predicate<String> apis) {
    Matcher api = API.matcher(line);
    return !api.find() || apis.test(api.group(1)) || api.start() > 2000;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
