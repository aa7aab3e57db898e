package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.Adjustment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Collects the members that have no place to go, so that they do not disappear silently. */
public final class Ignored {

  /** Nothing yet. */
  public Ignored() {}

  private static final int MOST = 50;

  private final List<Adjustment> adjustments = new ArrayList<>();

  /** Skips the value that the reader stands on and notes its path, unless it is {@code null}. */
  public void skip(StrictJson json) throws IOException {
    if (!json.isNull()) {
      add(json.path(), "Not known here and not forwarded.");
    }
    json.skip();
  }

  /** Notes a member. */
  public void add(String path, String why) {
    if (adjustments.size() < MOST) {
      adjustments.add(Adjustment.dropped(path, why));
    }
  }

  /** What was collected. */
  public List<Adjustment> toList() {
    return List.copyOf(adjustments);
  }
}
