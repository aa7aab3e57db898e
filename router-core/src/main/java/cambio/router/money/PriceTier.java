package cambio.router.money;

/**
 * The rates of the whole request once its prompt is longer than a bound. A rate that is null here
 * is inherited from the version's base rates.
 *
 * @param aboveInputTokens the tier holds for prompts longer than this, over 0
 */
public record PriceTier(int aboveInputTokens, Rates rates) {}
