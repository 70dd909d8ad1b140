package io.sluice.router.telemetry.traffic;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.Map;

/**
 * What an endpoint, or a cluster of which none was reached, counts into. <em>Shared</em>: event loops record, and the registry that
 * made it keeps the rest under its lock.
 */
public final class Target {
    final Destination destination;
    final Reported exchanges;
    final Reported attempts;

    // --- touched under the registry's lock alone ---

    /** Of series that were shown once; by reporter and series. */
    final Map<Object, Labels> labels = new HashMap<>();

    /** Who counts into it. */
    int uses;

    /** Endpoints among them: there is somewhere to go, so its series are there before the first request. */
    int endpoints;

    long unusedSinceNanos;

    Target(Destination destination, Reported exchanges, Reported attempts) {
        this.destination = destination;
        this.exchanges = exchanges;
        this.attempts = attempts;
    }

    /**
     * An exchange has ended here.
     *
     * @param principal of who answered, as its certificate says; {@link Party#NOT_KNOWN} if it has shown none
     * @param kind see {@link Kind}
     * @param flags Envoy's; {@code -} for none
     */
    public void exchange(
            int loop,
            Source source,
            String principal,
            int kind,
            String flags,
            long nanos,
            long requestBytes,
            long responseBytes) {
        exchanges.record(loop, source, principal, kind, flags, nanos, requestBytes, responseBytes);
    }

    /** How many messages that exchange had, if it was one of gRPC. */
    public void exchangeMessages(
            int loop, Source source, String principal, int kind, String flags, long requests, long responses) {
        exchanges.messages(loop, source, principal, kind, flags, requests, responses);
    }

    /** The same of a try. */
    public void attemptMessages(
            int loop, Source source, String principal, int kind, String flags, long requests, long responses) {
        attempts.messages(loop, source, principal, kind, flags, requests, responses);
    }

    /** A try has ended here, or a shadow. */
    public void attempt(
            int loop,
            Source source,
            String principal,
            int kind,
            String flags,
            long nanos,
            long requestBytes,
            long responseBytes) {
        attempts.record(loop, source, principal, kind, flags, nanos, requestBytes, responseBytes);
    }
}
