package cambio.server.idempotency;

import java.time.Duration;

/**
 * How long and how much is remembered of calls under an idempotency key.
 *
 * @param life how long an answer is given again, over 0
 * @param lease how long a router that was killed still holds a key, over 0
 * @param maxAnswer the longest answer in bytes that is kept; of a longer one only that there was
 *     one
 */
public record IdempotencyRules(Duration life, Duration lease, long maxAnswer) {}
