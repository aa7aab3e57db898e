package cambio.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The replay over a folder of built dialects, of which the toy is one. */
class ReplayTest {

  private static final String GOOD =
      "{\"id\":\"toy-1\",\"api\":\"toy.chat\",\"features\":[\"stream\"],\"request\":{\"method\":"
          + "\"POST\",\"path\":\"/v1/toy\",\"body_json\":{\"model\":\"m\",\"say\":[\"hi\"]}},"
          + "\"response\":{\"status\":200,\"headers\":{\"content-type\":\"text/event-stream\"},"
          + "\"body_text\":\"data: {\\\"text\\\":\\\"a\\\",\\\"end\\\":\\\"x\\\"}\\n\\n\"}}\n";

  @TempDir private Path folder;

  @Test
  void everythingReproducedIsZero() throws IOException {
    String table = replay(GOOD + GOOD.replace("toy.chat", "other.chat"), 0);
    assertThat(table)
        .containsPattern("toy-chat +stream +1/1")
        .contains("replayed 1 of 2 recorded exchanges");
  }

  @Test
  void missIsNamedAndNotZero() throws IOException {
    String table = replay(GOOD + GOOD.replace("toy-1", "toy-2").replace("\"say\"", "\"sing\""), 1);
    assertThat(table)
        .contains("MISS toy-2")
        .contains("$.sing")
        .containsPattern("toy-chat +all +1/2");
  }

  private String replay(String lines, int expected) throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.createSymbolicLink(plugins.resolve("toy"), Path.of("").toAbsolutePath());
    Path recordings = Files.createDirectory(folder.resolve("recordings"));
    Files.writeString(recordings.resolve("toy.jsonl"), lines);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        Replay.run(plugins, recordings, false, new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(code).isEqualTo(expected);
    return out.toString(StandardCharsets.UTF_8);
  }
}
