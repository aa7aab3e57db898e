package cambio.spi.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Members of one dialect that have no canonical place, as raw JSON. They travel to endpoints of the
 * same dialect as they are, and are reported as dropped to others.
 *
 * @param dialect whose members they are; empty where there are none
 * @param members name to raw JSON text, in the order of the caller's body
 */
public record Extras(String dialect, Map<String, String> members) {

  private static final Extras NONE = new Extras("", Map.of());

  public Extras {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** No members. */
  public static Extras none() {
    return NONE;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** The names only: values may be prompt text. */
  @Override
  public String toString() {
    return dialect + members.keySet();
  }
}
