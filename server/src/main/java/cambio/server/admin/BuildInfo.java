package cambio.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** What runs here: version, commit and the versions that matter for a bug report. */
public final class BuildInfo {

  private static final String RESOURCE = "/cambio/server/build.properties";

  private BuildInfo() {}

  /** Facts by name, in the order of importance. */
  public static Map<String, String> read() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", properties.getProperty("version", "unknown"));
    facts.put("commit", properties.getProperty("commit", "unknown"));
    facts.put("java", Runtime.version().toString());
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("armeria", properties.getProperty("armeria", "unknown"));
    facts.put("netty", properties.getProperty("netty", "unknown"));
    facts.put("grpc", properties.getProperty("grpc", "unknown"));
    return facts;
  }
}
