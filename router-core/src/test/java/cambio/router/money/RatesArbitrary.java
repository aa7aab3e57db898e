package cambio.router.money;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Rates of any kind, for properties: input and output always, a fifth of the others absent. */
public final class RatesArbitrary {

  private RatesArbitrary() {}

  /** Rates with tokens at these prices, and an image and a request at those. */
  public static Arbitrary<Rates> of(
      Arbitrary<TokenRate> rate,
      Arbitrary<@Nullable Money> images,
      Arbitrary<@Nullable Money> requests) {
    Arbitrary<List<@Nullable TokenRate>> others = rate.injectNull(0.2).list().ofSize(6);
    return Combinators.combine(rate, rate, others, images, requests)
        .as((in, out, own, image, request) ->
            new Rates(
                in,
                out,
                own.get(0),
                own.get(1),
                own.get(2),
                own.get(3),
                own.get(4),
                own.get(5),
                image,
                request));
  }
}
