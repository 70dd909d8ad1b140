package io.sluice.watcher.kubernetes;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When changes are handed over: those of routes once it has been quiet, at the latest after a second, so that what belongs together comes
 * together; those of endpoints at once, but never more often than every {@link #QUIET}. Confined to its source's thread.
 */
final class Pace {
    static final Duration QUIET = Duration.ofMillis(50);
    static final Duration LATEST = Duration.ofSeconds(1);

    private @Nullable Long routesSince;
    private long routesLast;
    private @Nullable Long endpointsSince;
    private long restUntil = Long.MIN_VALUE;

    void routesChanged(long now) {
        routesLast = now;
        if (routesSince == null) {
            routesSince = now;
        }
    }

    void endpointsChanged(long now) {
        if (endpointsSince == null) {
            endpointsSince = now;
        }
    }

    /** Nanoseconds until something is due, 0 = now; negative if nothing waits. */
    long delay(long now) {
        if (routesSince == null && endpointsSince == null) {
            return -1;
        }
        long due = Long.MAX_VALUE;
        if (routesSince != null) {
            due = Math.min(routesLast + QUIET.toNanos(), routesSince + LATEST.toNanos()) - now;
        }
        if (endpointsSince != null) {
            due = Math.min(due, endpointsSince + QUIET.toNanos() - now);
        }
        long rest = restUntil == Long.MIN_VALUE ? 0 : restUntil - now;
        return Math.max(0, Math.max(due, rest));
    }

    /** Whether routes are due, and not endpoints alone. */
    boolean routesDue(long now) {
        return routesSince != null && (now - routesLast >= QUIET.toNanos() || now - routesSince >= LATEST.toNanos());
    }

    /** @param routes whether they were handed over, too */
    void handedOver(boolean routes, long now) {
        endpointsSince = null;
        if (routes) {
            routesSince = null;
        }
        restUntil = now + QUIET.toNanos();
    }
}
