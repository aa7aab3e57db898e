/** The book of money, as the rest of the server sees it; the tables are the store's. */
@NullMarked
package cambio.server.ledger;

import org.jspecify.annotations.NullMarked;
