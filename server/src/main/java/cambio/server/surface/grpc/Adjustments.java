package cambio.server.surface.grpc;

import cambio.spi.Adjustment;
import java.util.ArrayList;
import java.util.List;

/** Collects what the door itself leaves out of a request, for the report. */
final class Adjustments {

  private final List<Adjustment> made = new ArrayList<>();

  /** Notes that a field is not carried further. */
  void dropped(String field, String detail) {
    made.add(Adjustment.dropped(field, detail));
  }

  /** All of it, in order. */
  List<Adjustment> made() {
    return List.copyOf(made);
  }
}
