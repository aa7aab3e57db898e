/**
 * Exact money: integers of nano-USD, read from decimal strings, checked for overflow, rounded in
 * one place. No floating point.
 */
@NullMarked
package cambio.router.money;

import org.jspecify.annotations.NullMarked;
