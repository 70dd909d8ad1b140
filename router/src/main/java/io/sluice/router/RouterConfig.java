package io.sluice.router;

import io.sluice.router.admin.AdminPorts;
import io.sluice.router.exchange.LoopExchanges.Replying;
import io.sluice.router.http.Limits;
import io.sluice.router.upstream.dns.AddressRule;
import io.sluice.table.cluster.RetryBudget;
import io.sluice.table.policy.AccessLog;
import io.sluice.table.policy.Tracing;
import io.sluice.table.telemetry.Providers;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a router is started with; what it routes comes later, as tables.
 *
 * @param bind address of all listeners
 * @param admin on {@code bind}; inspection on loopback
 * @param eventLoops 1 or more
 * @param seed of the random numbers; loop i draws from seed + i
 * @param retryBudget of clusters whose DestinationRule names none; null = none
 * @param namesLeadTo what names of endpoints may stand for
 */
public record RouterConfig(
        InetAddress bind,
        AdminPorts admin,
        int eventLoops,
        long seed,
        Limits limits,
        Http1 http1,
        Replying replying,
        Drain drain,
        @Nullable RetryBudget retryBudget,
        Recording recording,
        AddressRule namesLeadTo) {

    public RouterConfig {
        if (eventLoops < 1) {
            throw new IllegalArgumentException(eventLoops + " event loops");
        }
    }

    /**
     * What is taken and kept of HTTP/1 beyond what Envoy does unasked.
     *
     * @param http10 whether HTTP/1.0 is served; else it is 426
     * @param preserveHeaderCase whether names of fields go on to HTTP/1.1 in the letter case they came in; else in lower case
     */
    public record Http1(boolean http10, boolean preserveHeaderCase) {}

    /**
     * How the router ends.
     *
     * @param grace how long connections are still accepted once it is told to end
     * @param time how long exchanges under way may then take
     */
    public record Drain(Duration grace, Duration time) {}

    /**
     * What is written down of exchanges.
     *
     * @param accessLog null = none, unless a table asks for lines
     * @param tracing null = no span is made, unless a table asks for some
     * @param providers whom tables may name who ask for lines and spans
     */
    public record Recording(
            @Nullable AccessLog accessLog, @Nullable Tracing tracing, Providers providers) {}

    /** On loopback, as many loops as processors, everything else as the design says. */
    public static RouterConfig defaults() {
        return new RouterConfig(
                InetAddress.getLoopbackAddress(),
                AdminPorts.on(0),
                Runtime.getRuntime().availableProcessors(),
                System.nanoTime(),
                Limits.DEFAULT,
                new Http1(false, false),
                new Replying("sluice", false),
                new Drain(Duration.ZERO, Duration.ofSeconds(30)),
                null,
                new Recording(null, null, Providers.NONE),
                AddressRule.ANYWHERE);
    }

    public RouterConfig withEventLoops(int loops) {
        return with(loops, seed, limits, http1, recording);
    }

    public RouterConfig withSeed(long changed) {
        return with(eventLoops, changed, limits, http1, recording);
    }

    public RouterConfig withLimits(Limits changed) {
        return with(eventLoops, seed, changed, http1, recording);
    }

    /** The same, serving HTTP/1.0. */
    public RouterConfig withHttp10() {
        return with(eventLoops, seed, limits, new Http1(true, http1.preserveHeaderCase), recording);
    }

    /** The same, writing down what it serves. */
    public RouterConfig withAccessLog(AccessLog log) {
        return with(new Recording(log, recording.tracing, recording.providers));
    }

    /** The same, making spans. */
    public RouterConfig withTracing(Tracing spans) {
        return with(new Recording(recording.accessLog, spans, recording.providers));
    }

    /** The same, with others whom tables may name. */
    public RouterConfig withProviders(Providers others) {
        return with(new Recording(recording.accessLog, recording.tracing, others));
    }

    private RouterConfig with(Recording changed) {
        return with(eventLoops, seed, limits, http1, changed);
    }

    private RouterConfig with(int loops, long from, Limits bounds, Http1 dialect, Recording written) {
        return new RouterConfig(
                bind, admin, loops, from, bounds, dialect, replying, drain, retryBudget, written, namesLeadTo);
    }
}
