package cambio.catalog.index;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link IndexOutput} wrote. It works on one array, because it runs once, at start,
 * before anything is compiled: a call a byte would be most of the time.
 */
final class IndexInput {

  private final byte[] bytes;
  private final List<String> texts = new ArrayList<>(1 << 14);
  private final List<Object> values = new ArrayList<>();
  private int at;

  /** Reads all of the stream and closes it. */
  IndexInput(InputStream stream) throws IOException {
    try (stream) {
      this.bytes = stream.readAllBytes();
    }
  }

  long number() {
    byte first = bytes[at++];
    if (first >= 0) {
      return first;
    }
    long value = first & 0x7f;
    for (int shift = 7; ; shift += 7) {
      byte part = bytes[at++];
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
  }

  int count() {
    return (int) number();
  }

  boolean flag() {
    return number() != 0;
  }

  @Nullable String optionalText() {
    int reference = count();
    if (reference == IndexOutput.NONE) {
      return null;
    }
    if (reference != IndexOutput.NEW) {
      return texts.get(reference - IndexOutput.FIRST);
    }
    int length = count();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    texts.add(text);
    return text;
  }

  String text() throws IOException {
    String text = optionalText();
    if (text == null) {
      throw new IOException("a text is missing from the catalogue's index");
    }
    return text;
  }

  /** A value that occurs often: the same object each time. */
  @SuppressWarnings("unchecked") // The writer refers to values of the same place only.
  <T> T shared(Part<T> part) throws IOException {
    int reference = count();
    if (reference > 0) {
      return (T) values.get(reference - 1);
    }
    T value = part.read(this);
    values.add(value);
    return value;
  }

  /** Reads the parts of a value. */
  interface Part<T> {
    T read(IndexInput in) throws IOException;
  }

  List<String> texts() throws IOException {
    int size = count();
    if (size == 0) {
      return List.of();
    }
    String[] values = new String[size];
    for (int i = 0; i < size; i++) {
      values[i] = text();
    }
    return List.of(values);
  }

  Map<String, String> entries() throws IOException {
    int size = count();
    if (size == 0) {
      return Map.of();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < size; i++) {
      values.put(text(), text());
    }
    return values;
  }

  @Nullable Long optionalLong() {
    long value = number();
    return value == 0 ? null : value - 1;
  }

  @Nullable Integer optionalCount() {
    long value = number();
    return value == 0 ? null : (int) (value - 1);
  }

  @Nullable Boolean optionalFlag() {
    return switch (count()) {
      case 0 -> null;
      case 1 -> false;
      default -> true;
    };
  }
}
