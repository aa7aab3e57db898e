package cambio.server.surface;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/** Reads a request's body that is one JSON object, and says what is wrong where it is none. */
public final class JsonBody {

  private JsonBody() {}

  /** Reads the object that the reader stands on, up to its end. */
  @FunctionalInterface
  public interface Reading<T> {

    /** Reads it; what the caller did wrong is thrown as a {@link FailureException}. */
    T from(StrictJson json) throws IOException;
  }

  /**
   * Reads a body.
   *
   * @param expected what to send where it is empty, as in "a JSON object with model and messages"
   * @throws FailureException with {@link FailureKind#INVALID_REQUEST} where it is no legal request
   */
  public static <T> T read(byte[] body, String expected, Reading<T> reading) {
    if (body.length == 0) {
      throw invalid("The body is empty. Send " + expected + ".");
    }
    try (StrictJson json = StrictJson.of(body)) {
      if (!json.isObject()) {
        throw json.wrong("a JSON object");
      }
      T read = reading.from(json);
      json.requireEnd();
      return read;
    } catch (StreamConstraintsException e) {
      throw invalid(
          "The body is nested deeper than "
              + StrictJson.MAX_DEPTH
              + " levels or has a number or name that is too long ("
              + place(e)
              + ").");
    } catch (JsonProcessingException e) {
      throw invalid(malformed(e));
    } catch (IOException e) {
      throw invalid("The body is no valid UTF-8. Send JSON in UTF-8.");
    }
  }

  /** Without the parser's own words, which may quote the prompt. */
  private static String malformed(JsonProcessingException e) {
    String original = e.getOriginalMessage();
    if (original != null && original.startsWith("Duplicate field")) {
      String name = original.substring(original.indexOf('\'') + 1, original.lastIndexOf('\''));
      return "The body has "
          + StrictJson.quoted(name)
          + " twice in one object (the second at "
          + place(e)
          + "). Send each member once.";
    }
    return "The body is not valid JSON (" + place(e) + "). Send a JSON object.";
  }

  private static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? "position unknown"
        : "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static FailureException invalid(String message) {
    return new FailureException(Failure.of(FailureKind.INVALID_REQUEST, message));
  }
}
