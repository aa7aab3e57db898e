/**
 * The rules of the book: entries whose postings sum to zero, fees, what is charged and what is not.
 * Pure values; who writes them down is the server's business.
 */
@NullMarked
package cambio.router.ledger;

import org.jspecify.annotations.NullMarked;
