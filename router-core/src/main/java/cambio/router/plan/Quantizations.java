package cambio.router.plan;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of quantizations, and which of them are families. */
final class Quantizations {

  /** What an endpoint has that does not say. */
  static final String UNKNOWN = "unknown";

  /** Every name that a caller may give, in a fixed order for messages. */
  static final Set<String> KNOWN =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  "int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16",
                  "fp32", "awq", "gptq", UNKNOWN)));

  private Quantizations() {}

  /** Whether an endpoint's quantization is among the allowed ones or of their families. */
  static boolean allow(List<String> allowed, @Nullable String quantization) {
    String actual = quantization == null ? UNKNOWN : quantization.toLowerCase(Locale.ROOT);
    for (String name : allowed) {
      if (name.equalsIgnoreCase(actual) || inFamily(name.toLowerCase(Locale.ROOT), actual)) {
        return true;
      }
    }
    return false;
  }

  private static boolean inFamily(String family, String actual) {
    return switch (family) {
      case "fp4" -> actual.equals("mxfp4") || actual.equals("nvfp4");
      case "fp8" -> actual.equals("mxfp8");
      default -> false;
    };
  }
}
