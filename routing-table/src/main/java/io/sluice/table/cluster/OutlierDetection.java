package io.sluice.table.cluster;

import java.time.Duration;

/**
 * When an endpoint is set aside (DestinationRule {@code outlierDetection}); a count of 0 = that kind does not count.
 *
 * @param baseEjectionTime times the number of ejections so far
 * @param maxEjectionPercent a hard limit: 10 % of two endpoints ejects nobody
 */
public record OutlierDetection(
        int consecutive5xxErrors,
        int consecutiveGatewayErrors,
        boolean splitExternalLocalOriginErrors,
        int consecutiveLocalOriginFailures,
        Duration interval,
        Duration baseEjectionTime,
        int maxEjectionPercent,
        int minHealthPercent) {}
