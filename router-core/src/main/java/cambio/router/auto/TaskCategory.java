package cambio.router.auto;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a prompt asks for. */
public enum TaskCategory {
  PROGRAMMING,
  MATHS,
  TRANSLATION,
  REASONING,
  ROLEPLAY,
  SUMMARISING,
  DATA_EXTRACTION,
  /** Everything else. */
  GENERAL;

  /** Its name outside, e.g. {@code data_extraction}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The category of this name, or null. */
  public static @Nullable TaskCategory named(String name) {
    for (TaskCategory category : values()) {
      if (category.wireName().equals(name)) {
        return category;
      }
    }
    return null;
  }
}
