package cambio.wire;

import cambio.spi.Adjustment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what could not be said as the caller put it, each thing once. Lives for one request. */
public final class Adjustments {

  private final Set<Adjustment> all = new LinkedHashSet<>();

  /** Left out. */
  public void dropped(String parameter, String detail) {
    all.add(Adjustment.dropped(parameter, detail));
  }

  /** Sent with the nearest value that is taken. */
  public void clamped(String parameter, String detail) {
    all.add(new Adjustment(parameter, Adjustment.Kind.CLAMPED, detail));
  }

  /** Brought about by other means. */
  public void emulated(String parameter, String detail) {
    all.add(new Adjustment(parameter, Adjustment.Kind.EMULATED, detail));
  }

  /** What was collected, in order. */
  public List<Adjustment> list() {
    return List.copyOf(all);
  }
}
