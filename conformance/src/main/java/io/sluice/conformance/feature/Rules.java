package io.sluice.conformance.feature;

import java.util.Set;

/**
 * How strictly observations are compared.
 *
 * @param ignoreResponseHeaders lower case
 * @param strictResponseHeaders lower case; taken off what is tolerated otherwise
 * @param ignoreUpstreamHeaders lower case
 * @param anyError any failure is as good as the recorded one
 * @param exactHeaderNames letter case of header names counts
 */
public record Rules(
        Set<String> ignoreResponseHeaders,
        Set<String> strictResponseHeaders,
        Set<String> ignoreUpstreamHeaders,
        Bodies body,
        boolean anyError,
        Sightings sightings,
        Counts counts,
        long atLeastMillis,
        long atMostMillis,
        boolean exactHeaderNames) {
    public Rules {
        ignoreResponseHeaders = Set.copyOf(ignoreResponseHeaders);
        strictResponseHeaders = Set.copyOf(strictResponseHeaders);
        ignoreUpstreamHeaders = Set.copyOf(ignoreUpstreamHeaders);
    }

    /** Response bodies. */
    public enum Bodies {
        EXACT,
        JSON,
        IGNORE
    }

    /** Which upstream saw what, and when. */
    public enum Sightings {
        /** In order at each upstream. */
        PER_UPSTREAM,
        /** Contents, but not names. */
        ANY_UPSTREAM,
        /** In one order over all. */
        EXACT,
        COUNT,
        IGNORE
    }

    /** What repeated exchanges are held to. */
    public enum Counts {
        SHARES,
        EXACT,
        SINGLE_UPSTREAM,
        SEVERAL_UPSTREAMS,
        IGNORE
    }
}
