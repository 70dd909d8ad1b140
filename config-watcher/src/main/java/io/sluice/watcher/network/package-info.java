/**
 * Who can reach pods: whether a policy that this router enforces can be gone around ({@link io.sluice.watcher.network.Isolation}), and the
 * NetworkPolicies that leave no way around it ({@link io.sluice.watcher.network.NetworkPolicies}; DESIGN §7).
 */
@NullMarked
package io.sluice.watcher.network;

import org.jspecify.annotations.NullMarked;
