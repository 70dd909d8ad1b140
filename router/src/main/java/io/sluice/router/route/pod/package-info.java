/**
 * Policies that guard pods, found by the endpoint that an attempt has picked: {@link io.sluice.router.route.pod.PodGates} is a table's,
 * {@link io.sluice.router.route.pod.PodGate} one pod's.
 */
@NullMarked
package io.sluice.router.route.pod;

import org.jspecify.annotations.NullMarked;
