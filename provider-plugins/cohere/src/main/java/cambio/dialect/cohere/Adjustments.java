package cambio.dialect.cohere;

import cambio.spi.Adjustment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what could not be said as the caller put it, each thing once. */
final class Adjustments {

  private final Set<Adjustment> all = new LinkedHashSet<>();

  void dropped(String parameter, String detail) {
    all.add(Adjustment.dropped(parameter, detail));
  }

  void clamped(String parameter, String detail) {
    all.add(new Adjustment(parameter, Adjustment.Kind.CLAMPED, detail));
  }

  void emulated(String parameter, String detail) {
    all.add(new Adjustment(parameter, Adjustment.Kind.EMULATED, detail));
  }

  List<Adjustment> list() {
    return List.copyOf(all);
  }
}
