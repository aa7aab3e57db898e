package cambio.server.config;

import cambio.catalog.yaml.Place;
import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlFile;
import cambio.catalog.yaml.YamlProblemsException;
import cambio.catalog.yaml.YamlValue.YamlMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration is and how it is read.
 *
 * @param path the file; null where there is none and the defaults hold
 * @param environment looks up a variable, null where it is not set
 */
public record ConfigFile(@Nullable Path path, Function<String, @Nullable String> environment) {

  /** The file's usual name. */
  public static final String NAME = "cambio.yaml";

  /**
   * Finds the file: the one that is named, else {@code $CAMBIO_CONFIG}, else {@code cambio.yaml} in
   * the working directory, else in the data directory, else none.
   */
  public static ConfigFile find(
      @Nullable Path named, Function<String, @Nullable String> environment) {
    String variable = environment.apply("CAMBIO_CONFIG");
    if (named != null || (variable != null && !variable.isBlank())) {
      return new ConfigFile(named != null ? named : Path.of(String.valueOf(variable)), environment);
    }
    for (Path candidate : List.of(Path.of(NAME), defaultDataDirectory(environment).resolve(NAME))) {
      if (Files.isRegularFile(candidate)) {
        return new ConfigFile(candidate, environment);
      }
    }
    return new ConfigFile(null, environment);
  }

  /** {@code $CAMBIO_DATA}, else {@code .cambio} in the user's home. */
  public static Path defaultDataDirectory(Function<String, @Nullable String> environment) {
    String variable = environment.apply("CAMBIO_DATA");
    return variable == null || variable.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cambio")
        : Path.of(variable);
  }

  /**
   * Reads the file, or the defaults where there is none.
   *
   * @throws YamlProblemsException with everything that is wrong
   */
  public ServerConfig read() {
    List<Problem> problems = new ArrayList<>();
    ServerConfig config = read(problems);
    if (!problems.isEmpty()) {
      throw new YamlProblemsException(problems);
    }
    return config;
  }

  /** Reads the file and gathers what is wrong; wrong members have their defaults. */
  public ServerConfig read(List<Problem> problems) {
    Path directory = Path.of("");
    YamlMap root = YamlMap.empty(new Place(NAME, 1, ""));
    if (path != null) {
      Path parent = path.getParent();
      directory = parent == null ? directory : parent;
      String name = String.valueOf(path.getFileName());
      try {
        root = YamlFile.parse(name, Files.readString(path), environment, problems);
      } catch (IOException e) {
        problems.add(
            new Problem(
                new Place(path.toString(), 1, ""),
                "cannot be read (expected: a YAML file; see docs/configuration.md)"));
      }
    }
    return new ConfigReader(root, problems, directory, defaultDataDirectory(environment)).read();
  }
}
