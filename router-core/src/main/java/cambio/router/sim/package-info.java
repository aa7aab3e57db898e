/**
 * A deterministic simulation of routing: endpoints of one model with given prices, speeds and
 * faults, requests on a virtual clock, and the router's own planner, attempt policy and health
 * beside two baselines. The same seed gives the same report.
 */
@NullMarked
package cambio.router.sim;

import org.jspecify.annotations.NullMarked;
