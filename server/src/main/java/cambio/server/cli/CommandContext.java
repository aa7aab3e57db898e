package cambio.server.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a command.
 *
 * @param environment all variables
 * @param random cryptographically strong
 * @param interactive whether a person types the input
 */
record CommandContext(
    Map<String, String> environment,
    InstantSource clock,
    RandomGenerator random,
    BufferedReader input,
    boolean interactive) {

  static CommandContext ofProcess() {
    return new CommandContext(
        System.getenv(),
        InstantSource.system(),
        new SecureRandom(),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        System.console() != null && System.console().isTerminal());
  }

  /** A variable, or null where it is not set or blank. */
  @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value;
  }
}
