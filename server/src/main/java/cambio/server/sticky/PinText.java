package cambio.server.sticky;

import cambio.router.sticky.Pin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pin in one line: the layout's version, endpoint, credential, tokens and end, parted by tabs.
 */
final class PinText {

  private static final String VERSION = "1";

  private PinText() {}

  static String write(Pin pin) {
    return String.join(
        "\t",
        VERSION,
        pin.endpoint(),
        pin.credential(),
        Integer.toString(pin.promptTokens()),
        Long.toString(pin.expiresAt().toEpochMilli()));
  }

  /** The pin; null where the text is none, or of another version. */
  static @Nullable Pin read(String text) {
    String[] parts = text.split("\t", -1);
    if (parts.length != 5 || !parts[0].equals(VERSION)) {
      return null;
    }
    try {
      Instant expiresAt = Instant.ofEpochMilli(Long.parseLong(parts[4]));
      return new Pin(parts[1], parts[2], Integer.parseInt(parts[3]), expiresAt);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
