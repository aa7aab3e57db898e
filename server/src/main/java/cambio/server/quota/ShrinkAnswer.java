package cambio.server.quota;

import cambio.router.money.Money;

/**
 * What a root keeps of its slice when asked to give back what it does not need.
 *
 * @param known whether the store knows and trusts the root's counter; otherwise nothing was changed
 * @param slice the slice as it is now
 * @param held what of it is held by calls and may come back
 */
public record ShrinkAnswer(boolean known, Slice slice, Money held) {}
