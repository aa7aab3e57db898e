package cambio.server.config;

import cambio.router.quota.QuotaRules;
import java.time.Duration;

/**
 * Limits and budgets of the house, which hold besides those of keys.
 *
 * @param rules the file's {@code limits} and {@code budgets}
 * @param waiting how long a call may wait for money that other calls hold and may not need; zero
 *     for not at all
 * @param lease how long what a router holds outlives it
 */
public record QuotaSettings(QuotaRules rules, Duration waiting, Duration lease) {}
