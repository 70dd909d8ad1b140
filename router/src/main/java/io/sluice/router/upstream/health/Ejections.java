package io.sluice.router.upstream.health;

import io.sluice.table.cluster.OutlierDetection;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Who of a cluster is set aside, and for how long: Envoy's outlier detection with what Istio sets of it (istio.md §2.2,
 * istio-recorded.md §11). Asked by one thread at a time; it keeps no clock.
 */
public final class Ejections {
    /** Envoy's {@code max_ejection_time}; a longer base time holds all the same. */
    private static final long MOST_NANOS = 300_000_000_000L;

    private final OutlierDetection rules;
    private final long baseNanos;
    private final long mostNanos;

    public Ejections(OutlierDetection rules) {
        this.rules = rules;
        baseNanos = rules.baseEjectionTime().toNanos();
        mostNanos = Math.max(MOST_NANOS, baseNanos);
    }

    /**
     * Sets an endpoint aside, if so many may be.
     *
     * @param all of the cluster; null where one has no health of its own
     * @return whether it was set aside
     */
    public boolean eject(EndpointHealth health, Collection<? extends @Nullable EndpointHealth> all, long nowNanos) {
        if (health.ejected()) {
            return false;
        }
        int ejected = 1;
        for (EndpointHealth other : all) {
            ejected += other != null && other.ejected() ? 1 : 0;
        }
        if (ejected * 100.0 / all.size() > rules.maxEjectionPercent()) {
            return false;
        }
        int times = health.multiplier();
        boolean grows = times * baseNanos < mostNanos + baseNanos;
        health.eject(nowNanos, grows ? times + 1 : times);
        return true;
    }

    /**
     * An interval is over: those whose time is over come back, and to those who were sound an ejection is forgiven.
     *
     * @return whether anybody came back
     */
    public boolean sweep(Collection<? extends @Nullable EndpointHealth> all, long nowNanos) {
        boolean changed = false;
        for (EndpointHealth health : all) {
            if (health == null) {
                continue;
            }
            if (!health.ejected()) {
                health.forgive();
            } else if (nowNanos - health.sinceNanos() >= Math.min(baseNanos * health.multiplier(), mostNanos)) {
                health.readmit();
                changed = true;
            }
        }
        return changed;
    }

    /** Whether a sweep would find nothing to do, now or later. */
    public static boolean idle(Collection<? extends @Nullable EndpointHealth> all) {
        for (EndpointHealth health : all) {
            if (health != null && !health.idle()) {
                return false;
            }
        }
        return true;
    }
}
