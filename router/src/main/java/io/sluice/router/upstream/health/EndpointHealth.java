package io.sluice.router.upstream.health;

import io.sluice.table.cluster.OutlierDetection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What outlier detection knows of one endpoint. <em>Shared</em>: event loops count into atomics, which a sound endpoint's
 * answers only read; the rest belongs to {@link Ejections}.
 */
public final class EndpointHealth {
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    private final OutlierDetection rules;
    private final AtomicInteger serverErrors = new AtomicInteger();
    private final AtomicInteger gatewayErrors = new AtomicInteger();
    private final AtomicInteger localFailures = new AtomicInteger();

    // --- written by Ejections alone ---

    private volatile boolean ejected;
    private int multiplier;
    private long sinceNanos;

    public EndpointHealth(OutlierDetection rules) {
        this.rules = rules;
    }

    // --- on event loops: each says whether this was one too many ---

    /** The endpoint answered; for gRPC, the HTTP status that stands for the one in the head. */
    public boolean answered(int status) {
        if (status < 500) {
            clear(serverErrors);
            clear(gatewayErrors);
            return false;
        }
        boolean tooMany = false;
        if (status >= 502 && status <= 504) {
            tooMany = reached(gatewayErrors, rules.consecutiveGatewayErrors());
        } else {
            clear(gatewayErrors);
        }
        return reached(serverErrors, rules.consecutive5xxErrors()) || tooMany;
    }

    /** There was a connection to send on. */
    public void connected() {
        clear(localFailures);
    }

    /** It could not be reached, or its connection ended before its answer did. */
    public boolean failed() {
        return failed(UNAVAILABLE);
    }

    /** It was silent for too long. */
    public boolean timedOut() {
        return failed(GATEWAY_TIMEOUT);
    }

    /** What is not told apart counts as the answer that the client gets. */
    private boolean failed(int status) {
        return rules.splitExternalLocalOriginErrors()
                ? reached(localFailures, rules.consecutiveLocalOriginFailures())
                : answered(status);
    }

    /** A bout that ejects nobody begins anew, as one that does. */
    private static boolean reached(AtomicInteger count, int most) {
        if (most > 0 && count.incrementAndGet() >= most) {
            count.set(0);
            return true;
        }
        return false;
    }

    private static void clear(AtomicInteger count) {
        if (count.getPlain() != 0) {
            count.set(0);
        }
    }

    // --- for Ejections ---

    /** Whether it is set aside. */
    public boolean ejected() {
        return ejected;
    }

    boolean idle() {
        return !ejected && multiplier == 0;
    }

    int multiplier() {
        return multiplier;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    void eject(long nowNanos, int newMultiplier) {
        sinceNanos = nowNanos;
        multiplier = newMultiplier;
        ejected = true;
    }

    void readmit() {
        clear(serverErrors);
        clear(gatewayErrors);
        clear(localFailures);
        ejected = false;
    }

    void forgive() {
        multiplier = Math.max(0, multiplier - 1);
    }
}
