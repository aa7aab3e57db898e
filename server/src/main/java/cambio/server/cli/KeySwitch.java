package cambio.server.cli;

import cambio.server.auth.KeyEntry;
import cambio.server.auth.KeyFile;
import cambio.server.config.ServerConfig;
import java.util.List;

/** Switches a key of keys.yaml on or off. */
final class KeySwitch {

  private KeySwitch() {}

  static String set(ServerConfig server, String named, boolean disabled) {
    if (server.keys().stream().anyMatch(entry -> matches(entry, named))) {
      throw new CommandFailure(
          "\""
              + named
              + "\" is listed in cambio.yaml: set disabled: "
              + disabled
              + " there; a running router takes it at once");
    }
    KeyFile file = new KeyFile(server.data().keys());
    List<KeyEntry> found = file.read().stream().filter(entry -> matches(entry, named)).toList();
    if (found.size() != 1) {
      throw new CommandFailure(
          found.isEmpty()
              ? "there is no key \"" + named + "\" (`cambio keys list` shows the names)"
              : "\""
                  + named
                  + "\" fits "
                  + found.size()
                  + " keys (expected: a name or a longer id)");
    }
    String hash = found.getFirst().hash();
    file.update(entries ->
        entries.stream()
            .map(entry -> entry.hash().equals(hash) ? switched(entry, disabled) : entry)
            .toList());
    return found.getFirst().name();
  }

  private static boolean matches(KeyEntry entry, String named) {
    return entry.name().equals(named) || (named.length() >= 8 && entry.hash().startsWith(named));
  }

  private static KeyEntry switched(KeyEntry entry, boolean disabled) {
    return new KeyEntry(
        entry.name(),
        entry.hash(),
        entry.organization(),
        entry.workspace(),
        entry.entitlements(),
        entry.expiresAt(),
        disabled);
  }
}
