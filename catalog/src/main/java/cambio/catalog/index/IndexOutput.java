package cambio.catalog.index;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes numbers of variable length, and each text once. */
final class IndexOutput implements AutoCloseable {

  /** References: 0 is no text, 1 a new text that follows, from 2 on the texts so far. */
  static final int NONE = 0;

  static final int NEW = 1;
  static final int FIRST = 2;

  private final DataOutputStream out;
  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<Object, Integer> values = new HashMap<>();

  IndexOutput(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  /** A number of at least 0. */
  void number(long value) throws IOException {
    long rest = value;
    while (rest >= 0x80) {
      out.writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  void flag(boolean value) throws IOException {
    number(value ? 1 : 0);
  }

  void text(@Nullable String value) throws IOException {
    if (value == null) {
      number(NONE);
      return;
    }
    Integer known = texts.get(value);
    if (known != null) {
      number(known);
      return;
    }
    texts.put(value, FIRST + texts.size());
    number(NEW);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    out.write(bytes);
  }

  /**
   * Writes which of the values written so far this one equals, or that it is new: then the caller
   * writes its parts.
   */
  boolean first(Object value) throws IOException {
    Integer known = values.putIfAbsent(value, 1 + values.size());
    number(known == null ? 0 : known);
    return known == null;
  }

  void texts(Collection<String> values) throws IOException {
    number(values.size());
    for (String value : values) {
      text(value);
    }
  }

  /** In the order of the keys, so that the same facts give the same bytes. */
  void entries(Map<String, String> values) throws IOException {
    number(values.size());
    for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
      text(entry.getKey());
      text(entry.getValue());
    }
  }

  /** A number of at least 0, or null. */
  void optional(@Nullable Number value) throws IOException {
    number(value == null ? 0 : Math.addExact(value.longValue(), 1));
  }

  /** True, false or null. */
  void optional(@Nullable Boolean value) throws IOException {
    number(value == null ? 0 : value ? 2 : 1);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
