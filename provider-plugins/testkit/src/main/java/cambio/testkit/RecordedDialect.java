package cambio.testkit;

import cambio.spi.ProviderAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dialect under test: its adapter, and how its recorded traffic is read without the adapter.
 * Lives in the dialect's test scope and is found by {@link java.util.ServiceLoader} there.
 *
 * <p>The readings must be independent of the adapter: a tree of the whole body, written from the
 * dialect's specification.
 */
public interface RecordedDialect {

  /** The adapter under test. */
  ProviderAdapter adapter();

  /** The values of {@code api} in recordings that this dialect serves. */
  Set<String> apis();

  /**
   * Whether the dialect serves recordings of this {@code api}; beyond {@link #apis}, if it can
   * tell.
   */
  default boolean serves(String api) {
    return apis().contains(api);
  }

  /**
   * Turns a recorded request into the canonical request and the endpoint that it went to.
   *
   * @throws UnreadableRequest at any member that the reader does not know
   */
  RecordedRequest read(Recording recording);

  /**
   * A request body in one of the spellings that the provider reads alike (the two names that
   * protobuf JSON gives every member, say). Applied to the recorded and to the reproduced body
   * before they are compared; must keep everything that the provider tells apart.
   */
  default JsonNode canonical(JsonNode body) {
    return body;
  }

  /** What a successful response (status 2xx) says. */
  Answer expected(Recording recording);

  /** Why a reproduced request may differ from the recorded one. */
  List<Rule> rules();

  /** Hand-written responses: at least one stream and one whole body. */
  List<Fixture> fixtures();

  /**
   * A response whose one call, of the function {@code f}, has these arguments, which need not be
   * JSON: written as the model wrote them, or as a JSON text where the wire takes nothing else. Its
   * answer is what the caller sees, or a failure. Null for a dialect without tools.
   */
  default @Nullable Fixture calling(String arguments, boolean stream) {
    return null;
  }

  /**
   * Members of answers that the published types let be null. The contract puts them, as null, into
   * every object that lacks them; the answer must stay the same.
   */
  default Set<String> optionalMembers() {
    return Set.of();
  }

  /**
   * Bytes that begin a stream frame (or body) which never ends when letters are fed after them. The
   * contract feeds letters until the decoder refuses.
   */
  default byte[] endlessFrame() {
    return "data: {\"x\":\"".getBytes(StandardCharsets.UTF_8);
  }
}
