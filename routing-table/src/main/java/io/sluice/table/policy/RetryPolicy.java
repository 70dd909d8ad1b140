package io.sluice.table.policy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When and how often an attempt is repeated. All attempts stay with the destination drawn first.
 *
 * @param retries after the first attempt; 0 = never
 * @param statuses codes that {@link RetryCondition#RETRIABLE_STATUS_CODES} covers
 * @param perTryTimeout null = none
 * @param backoffBase full jitter on a doubling of this, at most ten times it
 * @param previousHosts whether another endpoint is taken, if there is one
 * @param remoteLocalities from the third try on, endpoints of other localities
 */
public record RetryPolicy(
        int retries,
        Set<RetryCondition> on,
        List<Integer> statuses,
        @Nullable Duration perTryTimeout,
        Duration backoffBase,
        PreviousHosts previousHosts,
        boolean remoteLocalities) {

    public static final Duration DEFAULT_BACKOFF_BASE = Duration.ofMillis(25);

    public static final RetryPolicy NEVER =
            new RetryPolicy(0, Set.of(), List.of(), null, DEFAULT_BACKOFF_BASE, PreviousHosts.ALLOWED, false);

    /** What Istio gives a route that says nothing (istio.md §1.7). */
    public static final RetryPolicy ISTIO_DEFAULT = new RetryPolicy(
            2,
            EnumSet.of(
                    RetryCondition.CONNECT_FAILURE,
                    RetryCondition.REFUSED_STREAM,
                    RetryCondition.UNAVAILABLE,
                    RetryCondition.CANCELLED,
                    RetryCondition.RETRIABLE_STATUS_CODES),
            List.of(),
            null,
            DEFAULT_BACKOFF_BASE,
            PreviousHosts.AVOIDED_UNLESS_HASHED,
            false);

    /** What an attempt thinks of the endpoints that failed before. */
    public enum PreviousHosts {
        AVOIDED,
        ALLOWED,
        /** Avoided, but where the only destination is chosen by hash: its key would lose its endpoint. */
        AVOIDED_UNLESS_HASHED
    }

    public RetryPolicy {
        if (retries < 0) {
            throw new IllegalArgumentException(retries + " retries");
        }
        on = Set.copyOf(on);
        statuses = List.copyOf(statuses);
    }
}
