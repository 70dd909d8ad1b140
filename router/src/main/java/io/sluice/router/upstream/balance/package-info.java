/**
 * Which of several endpoints: one class for each way that the table can say ({@code LoadBalancing}), made anew whenever the
 * endpoints change. {@link io.sluice.router.upstream.balance.Balancer#of} chooses. Weights are turns by {@code Deadlines};
 * keys are places in a table ({@code RingHash}, {@code Maglev}), the same that Envoy would compute.
 */
@NullMarked
package io.sluice.router.upstream.balance;

import org.jspecify.annotations.NullMarked;
