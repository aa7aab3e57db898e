package cambio.router.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The suffixes of model names, such as {@code :free}. */
enum Variant {
  /** Only endpoints that cost nothing. */
  FREE(Effect.FILTERS),
  /** Fastest first, the priority tier admitted. */
  NITRO(Effect.SORTS),
  /** Cheapest first, the flex tier admitted. */
  FLOOR(Effect.SORTS),
  /** Best at tool calls first. */
  EXACTO(Effect.SORTS),
  /** A model of its own in the catalogue, where there is one. */
  BATCH(Effect.NAMES),
  /** As {@link #BATCH}. */
  THINKING(Effect.NAMES),
  /** As {@link #BATCH}. */
  EXTENDED(Effect.NAMES),
  /** Web search by the router, which it does not offer. */
  ONLINE(Effect.UNSUPPORTED);

  /** What a variant does. */
  enum Effect {
    FILTERS,
    SORTS,
    NAMES,
    UNSUPPORTED
  }

  private final Effect effect;

  Variant(Effect effect) {
    this.effect = effect;
  }

  Effect effect() {
    return effect;
  }

  /** The variant of this name in lower case without the colon, or null. */
  static @Nullable Variant named(String name) {
    for (Variant variant : values()) {
      if (variant.wireName().equals(name)) {
        return variant;
      }
    }
    return null;
  }

  /** All suffixes that can be asked for, for messages. */
  static String offered() {
    return Arrays.stream(values())
        .filter(variant -> variant.effect != Effect.UNSUPPORTED)
        .map(variant -> ":" + variant.wireName())
        .collect(Collectors.joining(" "));
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
