package cambio.server.config;

import cambio.server.idempotency.IdempotencyRules;

/**
 * How calls under idempotency keys are remembered.
 *
 * @param rules for how long, and how much
 * @param memory most bytes that are kept in memory, where there is no Redis
 */
public record IdempotencySettings(IdempotencyRules rules, long memory) {}
