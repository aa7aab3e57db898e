package cambio.server.quota;

import cambio.router.quota.Scope;
import cambio.router.quota.SpendRule;
import java.time.Instant;

/**
 * One budget as one call meets it.
 *
 * @param rule the rule that it comes from, for the subject that it meets here
 * @param counter the name of its counter within its root, which names the window too
 * @param scope whose spending the counter counts: the rule's, save that a root counts its own part
 *     of a pooled budget
 * @param subject the ledger's name for whose spending that is
 * @param from the start of the window
 * @param until its end; {@link Instant#MAX} where there is none
 * @param pooled whether the money is leased from a wider root in slices, so that what this root may
 *     spend is what it was given and not the rule's limit
 */
public record SpendLine(
    SpendRule rule,
    String counter,
    Scope scope,
    String subject,
    Instant from,
    Instant until,
    boolean pooled) {}
