package cambio.testkit;

import java.nio.charset.StandardCharsets;

/**
 * A response written by hand, for contracts that run without recordings.
 *
 * @param name what it shows
 * @param mediaType of the response
 * @param stream whether a stream was asked for
 * @param answer what it says
 */
public record Fixture(String name, String mediaType, boolean stream, byte[] body, Answer answer) {

  /** A fixture from text. */
  public static Fixture of(
      String name, String mediaType, boolean stream, String body, Answer answer) {
    return new Fixture(name, mediaType, stream, body.getBytes(StandardCharsets.UTF_8), answer);
  }

  @Override
  public String toString() {
    return name;
  }
}
