package cambio.server.execution;

import cambio.spi.request.GenerationRequest;
import cambio.spi.request.OutputOptions;
import org.jspecify.annotations.Nullable;

/** Bounds an answer to what is held for it, where the hold cannot grow. */
final class Clamp {

  private Clamp() {}

  /** The request, with a lower {@code max_tokens} where less is held than it asks for. */
  static GenerationRequest within(
      GenerationRequest request, Admission.@Nullable Reservation reservation) {
    if (reservation == null) {
      return request;
    }
    long most = reservation.outputTokensMax();
    OutputOptions output = request.output();
    Integer asked = output.maxTokens();
    if (most == Admission.Reservation.UNBOUNDED || (asked != null && asked <= most)) {
      return request;
    }
    return request.withOutput(output.withMaxTokens((int) Math.min(most, Integer.MAX_VALUE)));
  }
}
