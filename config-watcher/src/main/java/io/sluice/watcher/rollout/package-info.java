/**
 * Which route set of each SeldonDeployment is in force (DESIGN §7, "when a change applies"): a new one waits until every
 * predictor with a share has a ready endpoint, because models take minutes to start. {@link io.sluice.watcher.rollout.RouteChange}
 * decides, and remembers nothing; {@link io.sluice.watcher.rollout.RoutesInForce} remembers, and decides nothing. Asked again at
 * every change of anything, endpoints too.
 */
@NullMarked
package io.sluice.watcher.rollout;

import org.jspecify.annotations.NullMarked;
