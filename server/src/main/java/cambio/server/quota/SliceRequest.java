package cambio.server.quota;

import cambio.router.money.Money;

/**
 * A root's word to the wider root that it has a slice of.
 *
 * @param pool the wider root
 * @param counter the budget's name in both
 * @param limit the rule's limit
 * @param root who asks
 * @param known the slice that the root has; where it is the latest version, this is the truth about
 *     it, so a lower sum gives back
 * @param least what is wanted at least; zero to tell only
 * @param most what is wanted at most, where there is plenty
 */
public record SliceRequest(
    String pool, String counter, Money limit, String root, Slice known, Money least, Money most) {}
