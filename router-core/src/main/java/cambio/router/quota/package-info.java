/**
 * How much may be used in how much time: rates, budgets and prepaid credit as values, and the pure
 * arithmetic over them. What is held and counted lives in a store of the server's.
 */
@NullMarked
package cambio.router.quota;

import org.jspecify.annotations.NullMarked;
