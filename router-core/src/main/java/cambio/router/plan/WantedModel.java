package cambio.router.plan;

import cambio.router.catalog.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that the caller named, found.
 *
 * @param variants those of its suffixes that filter or sort, in the order written
 * @param alias the alias that it was named by, without the tilde; null where by its own name
 */
record WantedModel(Model model, List<Variant> variants, @Nullable String alias) {

  WantedModel {
    variants = List.copyOf(variants);
  }

  boolean has(Variant variant) {
    return variants.contains(variant);
  }

  /** The last variant that sorts, or null: it wins over those before it. */
  @Nullable Variant sorting() {
    Variant last = null;
    for (Variant variant : variants) {
      if (variant.effect() == Variant.Effect.SORTS) {
        last = variant;
      }
    }
    return last;
  }
}
