package cambio.server.surface.grpc;

import com.google.protobuf.FieldMask;
import java.util.HashSet;
import java.util.Set;

/**
 * Which fields an update changes: those that the mask names, or, where it is empty, those that are
 * set. {@code *} names all.
 */
final class UpdateMask {

  private final Set<String> paths = new HashSet<>();
  private final boolean bySetFields;
  private final boolean all;

  private UpdateMask(Set<String> paths, boolean bySetFields, boolean all) {
    this.paths.addAll(paths);
    this.bySetFields = bySetFields;
    this.all = all;
  }

  /** All fields, as for a creation. */
  static UpdateMask everything() {
    return new UpdateMask(Set.of(), false, true);
  }

  /**
   * Reads a mask.
   *
   * @param changeable the paths that it may name
   */
  static UpdateMask read(FieldMask mask, Set<String> changeable, Violations violations) {
    Set<String> paths = new HashSet<>();
    for (String path : mask.getPathsList()) {
      if (path.equals("*")) {
        return everything();
      }
      if (changeable.contains(path)) {
        paths.add(path);
      } else {
        violations.add(
            "update_mask",
            Violations.shown(path)
                + " cannot be changed (expected: some of "
                + String.join(", ", changeable.stream().sorted().toList())
                + ")");
      }
    }
    return new UpdateMask(paths, mask.getPathsCount() == 0, false);
  }

  /** Whether a field is changed, given whether the message sets it. */
  boolean has(String path, boolean set) {
    if (all || bySetFields) {
      return all || set;
    }
    int dot = path.lastIndexOf('.');
    return paths.contains(path) || dot > 0 && paths.contains(path.substring(0, dot));
  }
}
