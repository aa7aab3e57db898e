package cambio.server.execution;

import cambio.router.money.Money;

/**
 * What a call is charged, as it counts for budgets and rates.
 *
 * @param cost what its spender pays; zero where the price is unknown
 * @param inputTokens of the prompt
 * @param outputTokens of all choices and attempts together
 * @param model the slug of the model that answered
 */
public record Charge(Money cost, long inputTokens, long outputTokens, String model) {}
