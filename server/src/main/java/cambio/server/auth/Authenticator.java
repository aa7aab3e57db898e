package cambio.server.auth;

import cambio.router.plan.Principal;
import cambio.spi.FailureException;
import org.jspecify.annotations.Nullable;

/** Finds out who calls. Never blocks; safe from any thread. */
@FunctionalInterface
public interface Authenticator {

  /**
   * The principal behind a call.
   *
   * @param authorization the {@code authorization} header, where there is one
   * @param apiKey the {@code x-api-key} header, where there is one; used where authorization is
   *     absent
   * @throws FailureException of kind AUTHENTICATION, with what to do next
   */
  Principal authenticate(@Nullable String authorization, @Nullable String apiKey);
}
