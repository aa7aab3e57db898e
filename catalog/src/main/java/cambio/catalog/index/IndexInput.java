package cambio.catalog.index;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link IndexOutput} wrote. */
final class IndexInput implements AutoCloseable {

  private final DataInputStream in;
  private final List<String> texts = new ArrayList<>();

  IndexInput(InputStream in) {
    this.in = new DataInputStream(in);
  }

  long number() throws IOException {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int part = in.readUnsignedByte();
      value |= (long) (part & 0x7f) << shift;
      if (part < 0x80) {
        return value;
      }
    }
  }

  int count() throws IOException {
    return Math.toIntExact(number());
  }

  boolean flag() throws IOException {
    return in.readBoolean();
  }

  @Nullable String optionalText() throws IOException {
    int reference = count();
    if (reference == IndexOutput.NONE) {
      return null;
    }
    if (reference == IndexOutput.NEW) {
      String text = in.readUTF();
      texts.add(text);
      return text;
    }
    return texts.get(reference - IndexOutput.FIRST);
  }

  String text() throws IOException {
    String text = optionalText();
    if (text == null) {
      throw new IOException("a text is missing from the catalogue's index");
    }
    return text;
  }

  List<String> texts() throws IOException {
    int size = count();
    List<String> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(text());
    }
    return values;
  }

  Map<String, String> entries() throws IOException {
    int size = count();
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < size; i++) {
      values.put(text(), text());
    }
    return values;
  }

  @Nullable Long optionalLong() throws IOException {
    long value = number();
    return value == 0 ? null : value - 1;
  }

  @Nullable Integer optionalCount() throws IOException {
    Long value = optionalLong();
    return value == null ? null : Math.toIntExact(value);
  }

  @Nullable Boolean optionalFlag() throws IOException {
    return switch (count()) {
      case 0 -> null;
      case 1 -> false;
      default -> true;
    };
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
