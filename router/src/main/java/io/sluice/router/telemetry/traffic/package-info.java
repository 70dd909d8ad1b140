/**
 * What Istio's and Seldon's dashboards ask for, under their names. A {@link io.sluice.router.telemetry.traffic.Target} is what an
 * endpoint or a cluster counts into; which it is, is settled when endpoints are published. Event loops write rows of their own,
 * {@link io.sluice.router.telemetry.traffic.TrafficMeters} sums them when it is scraped.
 */
@NullMarked
package io.sluice.router.telemetry.traffic;

import org.jspecify.annotations.NullMarked;
