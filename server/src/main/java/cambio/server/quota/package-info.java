/**
 * Limits and budgets at work: what a call may use is leased before it is sent, in one step over all
 * of its rules, and settled when its true cost is known. The arithmetic is the router core's; what
 * is held and counted is in a {@link cambio.server.quota.QuotaStore}, in this process or shared by
 * all routers through Redis.
 */
@NullMarked
package cambio.server.quota;

import org.jspecify.annotations.NullMarked;
