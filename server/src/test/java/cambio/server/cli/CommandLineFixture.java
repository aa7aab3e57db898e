package cambio.server.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine;

/** Runs commands in this process, with an environment and a data directory of their own. */
final class CommandLineFixture {

  final Map<String, String> environment = new HashMap<>();
  private String input = "";

  private final Random random = new Random(7);

  CommandLineFixture(Path dataDirectory) {
    environment.put("CAMBIO_DATA", dataDirectory.toString());
  }

  /** What a command left behind. */
  record Result(int code, String out, String err) {}

  CommandLineFixture input(String text) {
    input = text;
    return this;
  }

  Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine(
                new CommandContext(
                    environment,
                    () -> Instant.parse("2026-11-24T12:00:00Z"),
                    random,
                    new BufferedReader(new StringReader(input)),
                    false))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }
}
