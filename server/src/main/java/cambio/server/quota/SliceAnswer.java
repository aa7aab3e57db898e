package cambio.server.quota;

import cambio.router.money.Money;
import java.util.List;

/** What the wider root answers. */
public sealed interface SliceAnswer {

  /**
   * The slice as it is now; larger where there was enough.
   *
   * @param free what is left of the pool
   * @param others further roots that have something of it, where there was not enough; a few
   */
  record Given(Slice slice, Money free, List<String> others) implements SliceAnswer {
    public Given {
      others = List.copyOf(others);
    }
  }

  /** The pool is not known to the store: it is to be loaded first. */
  record Rebuild(String generation) implements SliceAnswer {}
}
