package cambio.catalog.yaml;

/**
 * Where a value stands.
 *
 * @param file the file's name as the operator gave it
 * @param line from 1
 * @param field the path of the value, e.g. {@code keys[2].hash}; empty for the whole document
 */
public record Place(String file, int line, String field) {

  /** The place of a member of the value that stands here. */
  Place member(String name, int memberLine) {
    return new Place(file, memberLine, field.isEmpty() ? name : field + "." + name);
  }

  /** The place of an item of the list that stands here. */
  Place item(int index, int itemLine) {
    return new Place(file, itemLine, field + "[" + index + "]");
  }

  /** {@code cambio.yaml:12: server.port}. */
  @Override
  public String toString() {
    return field.isEmpty() ? file + ":" + line : file + ":" + line + ": " + field;
  }
}
