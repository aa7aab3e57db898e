package cambio.server.auth;

import cambio.router.plan.Principal;
import cambio.router.quota.Measure;
import cambio.router.quota.Scope;
import java.util.Collection;

/** Writes a key entry as the YAML that {@link KeyEntryReader} reads. */
public final class KeyEntryText {

  private KeyEntryText() {}

  /** One item of a {@code keys} list, indented by two. */
  public static String yaml(KeyEntry entry) {
    StringBuilder text = new StringBuilder();
    text.append("  - name: ").append(quoted(entry.name())).append('\n');
    text.append("    hash: ").append(entry.hash()).append('\n');
    if (!entry.organization().equals(Principal.DEFAULT)) {
      text.append("    organization: ").append(quoted(entry.organization())).append('\n');
    }
    if (!entry.workspace().equals(Principal.DEFAULT)) {
      text.append("    workspace: ").append(quoted(entry.workspace())).append('\n');
    }
    list(text, "models", entry.entitlements().models());
    list(text, "providers", entry.entitlements().providers());
    long perMinute = entry.entitlements().quota().rate(Scope.KEY, Measure.REQUESTS_PER_MINUTE);
    if (perMinute > 0) {
      text.append("    requests_per_minute: ").append(perMinute).append('\n');
    }
    if (entry.expiresAt() != null) {
      text.append("    expires_at: ").append(entry.expiresAt()).append('\n');
    }
    if (entry.disabled()) {
      text.append("    disabled: true\n");
    }
    return text.toString();
  }

  private static void list(StringBuilder text, String name, Collection<String> values) {
    if (!values.isEmpty()) {
      text.append("    ").append(name).append(": [");
      text.append(String.join(", ", values.stream().sorted().map(KeyEntryText::quoted).toList()));
      text.append("]\n");
    }
  }

  /** A double-quoted YAML scalar; {@code $} is doubled where it would start a variable. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.replace("${", "$${").toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            out.append(String.format("\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
