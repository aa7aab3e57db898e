package cambio.server.idempotency;

import java.time.Duration;

/**
 * A call that claims an idempotency key.
 *
 * @param name the place of the key
 * @param digest equal for equal requests
 * @param generation the call's own id, by which it owns the claim
 * @param lease how long the claim holds without being renewed
 * @param life how long what becomes of it is remembered
 */
public record ClaimRequest(
    String name, String digest, String generation, Duration lease, Duration life) {}
