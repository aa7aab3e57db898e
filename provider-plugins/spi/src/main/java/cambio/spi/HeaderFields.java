package cambio.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An immutable list of header fields in wire order; names are lower case. */
public final class HeaderFields {

  private static final HeaderFields EMPTY = new HeaderFields(List.of());

  private final List<Field> fields;

  private HeaderFields(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  /** One header field. {@code toString} shows the name only, for a value may be a secret. */
  public record Field(String name, String value) {
    public Field {
      name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** No fields. */
  public static HeaderFields empty() {
    return EMPTY;
  }

  /** Fields from names and values in turn: {@code of("content-type", "application/json")}. */
  public static HeaderFields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "namesAndValues.length: " + namesAndValues.length + " (expected: even)");
    }
    List<Field> fields = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new HeaderFields(fields);
  }

  /** Fields in the given order. */
  public static HeaderFields of(List<Field> fields) {
    return fields.isEmpty() ? EMPTY : new HeaderFields(fields);
  }

  /** These fields with one more at the end. */
  public HeaderFields plus(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new HeaderFields(more);
  }

  /** The value of the first field of this (lower-case) name, or null. */
  public @Nullable String first(String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return field.value();
      }
    }
    return null;
  }

  /** All fields in order. */
  public List<Field> all() {
    return fields;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeaderFields that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** The names only: a value may be a secret. */
  @Override
  public String toString() {
    return fields.toString();
  }
}
