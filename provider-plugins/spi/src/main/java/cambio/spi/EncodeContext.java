package cambio.spi;

import java.time.Instant;

/**
 * What an adapter is given beside the request.
 *
 * @param endpoint which model, where, and with which quirks
 * @param credential the secret to send
 * @param now the instant of the attempt, for signatures; adapters read no clock
 * @param requestId the router's id of the attempt, for the provider's idempotency or tracing header
 *     where it has one
 * @param extras whether raw members of the same dialect are forwarded ({@code false} in tests that
 *     prove that nothing depends on it)
 */
public record EncodeContext(
    EndpointSpec endpoint, Credential credential, Instant now, String requestId, boolean extras) {}
