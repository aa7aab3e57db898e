package cambio.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/** Reads and writes vectors in the forms that embedding APIs have for them. */
public final class Vectors {

  /** The longest vector that is read. */
  public static final int LONGEST = 65_536;

  private Vectors() {}

  /**
   * Reads an array of numbers.
   *
   * @throws IOException where it is none, is empty, or is longer than {@link #LONGEST}
   */
  public static float[] floats(JsonReader json) throws IOException {
    float[] values = new float[1024];
    int size = 0;
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      if (!json.isNumber() || size == LONGEST) {
        throw new IOException("no vector");
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = (float) json.number(0);
    }
    return checked(Arrays.copyOf(values, size));
  }

  /**
   * Reads little-endian 32-bit floats in base64.
   *
   * @throws IOException where the text is none
   */
  public static float[] ofBase64(String text) throws IOException {
    byte[] bytes = decoded(text);
    if (bytes.length % Float.BYTES != 0) {
      throw new IOException("no vector");
    }
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return checked(values);
  }

  /**
   * Reads signed bytes in base64, one a dimension.
   *
   * @throws IOException where the text is none
   */
  public static float[] ofBase64Bytes(String text) throws IOException {
    byte[] bytes = decoded(text);
    float[] values = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i];
    }
    return checked(values);
  }

  /** The vector as little-endian 32-bit floats. */
  public static byte[] packed(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  private static byte[] decoded(String text) throws IOException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("no base64", e);
    }
  }

  private static float[] checked(float[] values) throws IOException {
    if (values.length == 0 || values.length > LONGEST) {
      throw new IOException("a vector of " + values.length + " dimensions");
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IOException("a value that is no number");
      }
    }
    return values;
  }
}
