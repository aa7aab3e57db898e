package cambio.server.surface;

import cambio.server.idempotency.IdempotencyKey;
import com.linecorp.armeria.common.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header by which a caller names a request and its repetitions, and the one that answers. */
public final class IdempotencyHeader {

  /** The caller's. */
  public static final AsciiString KEY = AsciiString.of("idempotency-key");

  /** Ours: {@code true} on an answer that was given before. */
  public static final AsciiString REPLAYED = AsciiString.of("idempotent-replayed");

  private static final String FIELD = "Idempotency-Key";

  private IdempotencyHeader() {}

  /**
   * The key.
   *
   * @return null where there is none
   * @throws cambio.spi.FailureException where it is malformed, or there are several
   */
  public static @Nullable IdempotencyKey read(HttpHeaders headers) {
    if (!headers.contains(KEY)) {
      return null;
    }
    List<String> all = headers.getAll(KEY);
    if (all.size() != 1) {
      throw StrictJson.refusal(FIELD, all.size() + " of them (expected: one)");
    }
    return new IdempotencyKey(all.getFirst(), FIELD);
  }
}
