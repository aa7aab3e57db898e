package cambio.server.cli;

import cambio.server.admin.BuildInfo;
import java.util.Map;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class BuildVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    Map<String, String> build = BuildInfo.read();
    return new String[] {
      "cambio " + build.get("version") + " (" + build.get("commit") + "), Java " + build.get("java")
    };
  }
}
