package cambio.server.cli;

import cambio.server.config.ConfigFile;
import cambio.server.config.ServerConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the configuration. */
final class ConfigOption {

  private final CommandContext context;

  @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
  private @Nullable Path file;

  ConfigOption(CommandContext context) {
    this.context = context;
  }

  /** Where the configuration is. */
  ConfigFile find() {
    return ConfigFile.find(file, context.environment()::get);
  }

  /** The configuration; throws with all its problems. */
  ServerConfig read() {
    return find().read();
  }
}
