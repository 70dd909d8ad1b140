/**
 * What is asked of a request on its way: of every request of a listener ({@link io.sluice.table.policy.ListenerPolicies}),
 * of those of a route ({@link io.sluice.table.policy.RoutePolicies}), and of those that reach a pod ({@link
 * io.sluice.table.policy.WorkloadPolicy}).
 */
@NullMarked
package io.sluice.table.policy;

import org.jspecify.annotations.NullMarked;
