package cambio.router.catalog;

/**
 * What a provider does with prompts. Where nothing is known the planner assumes the worst.
 *
 * @param trains whether it may train on them
 * @param retains whether it keeps them beyond the request
 */
public record DataPolicy(boolean trains, boolean retains) {}
