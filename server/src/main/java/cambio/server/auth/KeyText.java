package cambio.server.auth;

import cambio.router.plan.Principal;
import cambio.router.quota.ResetInterval;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.StoredKey;
import java.util.Collection;
import java.util.Locale;

/** Writes a key as the YAML that {@link ConfiguredKeys} reads. */
public final class KeyText {

  private KeyText() {}

  /** One item of a {@code keys} list, indented by two. */
  public static String yaml(StoredKey key) {
    KeySettings settings = key.settings();
    StringBuilder text = new StringBuilder();
    text.append("  - name: ").append(quoted(settings.name())).append('\n');
    text.append("    hash: ").append(key.id()).append('\n');
    if (key.kind() != KeyKind.INFERENCE) {
      text.append("    kind: ").append(word(key.kind())).append('\n');
    }
    if (!key.organization().equals(Principal.DEFAULT)) {
      text.append("    organization: ").append(quoted(key.organization())).append('\n');
    }
    if (!key.workspace().equals(Principal.DEFAULT)) {
      text.append("    workspace: ").append(quoted(key.workspace())).append('\n');
    }
    list(text, "models", settings.models());
    list(text, "providers", settings.providers());
    if (settings.limit() != null) {
      text.append("    limit_usd: ").append(settings.limit()).append('\n');
    }
    if (settings.limitReset() != ResetInterval.NEVER) {
      text.append("    limit_reset: ").append(word(settings.limitReset())).append('\n');
    }
    number(text, "requests_per_minute", settings.rates().requestsPerMinute());
    number(text, "tokens_per_minute", settings.rates().tokensPerMinute());
    number(text, "concurrent_requests", settings.rates().concurrentRequests());
    if (settings.expiresAt() != null) {
      text.append("    expires_at: ").append(settings.expiresAt()).append('\n');
    }
    if (settings.disabled()) {
      text.append("    disabled: true\n");
    }
    return text.toString();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void number(StringBuilder text, String name, long value) {
    if (value > 0) {
      text.append("    ").append(name).append(": ").append(value).append('\n');
    }
  }

  private static void list(StringBuilder text, String name, Collection<String> values) {
    if (!values.isEmpty()) {
      text.append("    ").append(name).append(": [");
      text.append(String.join(", ", values.stream().sorted().map(KeyText::quoted).toList()));
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
