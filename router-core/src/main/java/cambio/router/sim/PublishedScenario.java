package cambio.router.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scenario that ships with the router, and that its published figures are of. */
public final class PublishedScenario {

  /** As many requests as its incidents last for. */
  public static final int REQUESTS = 1_000_000;

  private static final String RESOURCE = "published.scenario";

  private PublishedScenario() {}

  /** The scenario. */
  public static Scenario read() {
    return ScenarioReader.read(text());
  }

  /** Its text, to start another from. */
  public static String text() {
    try (InputStream in = PublishedScenario.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
