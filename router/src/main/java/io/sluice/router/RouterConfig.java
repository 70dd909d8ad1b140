package io.sluice.router;

import io.sluice.router.admin.AdminPorts;
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
 * @param serverHeader value of {@code server} in every answer
 * @param reasonHeader whether local replies say why in {@code x-sluice-reason}
 * @param http10 whether HTTP/1.0 is served; else it is 426
 * @param preserveHeaderCase whether names of fields go on to HTTP/1.1 in the letter case they came in; else in lower case
 * @param drainGrace how long connections are still accepted once the router is told to end
 * @param drainTime how long exchanges under way may then take
 * @param retryBudget of clusters whose DestinationRule names none; null = none
 * @param accessLog null = none, unless a table asks for lines
 * @param tracing null = no span is made, unless a table asks for some
 * @param providers whom tables may name who ask for lines and spans
 * @param namesLeadTo what names of endpoints may stand for
 * @param seed of the random numbers; loop i draws from seed + i
 */
public record RouterConfig(
        InetAddress bind,
        AdminPorts admin,
        int eventLoops,
        Limits limits,
        String serverHeader,
        boolean reasonHeader,
        boolean http10,
        boolean preserveHeaderCase,
        Duration drainGrace,
        Duration drainTime,
        @Nullable RetryBudget retryBudget,
        @Nullable AccessLog accessLog,
        @Nullable Tracing tracing,
        Providers providers,
        AddressRule namesLeadTo,
        long seed) {

    public RouterConfig {
        if (eventLoops < 1) {
            throw new IllegalArgumentException(eventLoops + " event loops");
        }
    }

    /** On loopback, as many loops as processors, everything else as the design says. */
    public static RouterConfig defaults() {
        return new RouterConfig(
                InetAddress.getLoopbackAddress(),
                AdminPorts.on(0),
                Runtime.getRuntime().availableProcessors(),
                Limits.DEFAULT,
                "sluice",
                false,
                false,
                false,
                Duration.ZERO,
                Duration.ofSeconds(30),
                null,
                null,
                null,
                Providers.NONE,
                AddressRule.ANYWHERE,
                System.nanoTime());
    }

    public RouterConfig withEventLoops(int loops) {
        return with(loops, limits, http10, preserveHeaderCase, seed);
    }

    public RouterConfig withLimits(Limits changed) {
        return with(eventLoops, changed, http10, preserveHeaderCase, seed);
    }

    /** The same, serving HTTP/1.0. */
    public RouterConfig withHttp10() {
        return with(eventLoops, limits, true, preserveHeaderCase, seed);
    }

    /** The same, keeping the letter case of names. */
    public RouterConfig withPreservedHeaderCase() {
        return with(eventLoops, limits, http10, true, seed);
    }

    /** The same, writing down what it serves. */
    public RouterConfig withAccessLog(AccessLog log) {
        return new RouterConfig(
                bind,
                admin,
                eventLoops,
                limits,
                serverHeader,
                reasonHeader,
                http10,
                preserveHeaderCase,
                drainGrace,
                drainTime,
                retryBudget,
                log,
                tracing,
                providers,
                namesLeadTo,
                seed);
    }

    /** The same, making spans. */
    public RouterConfig withTracing(Tracing spans) {
        return new RouterConfig(
                bind,
                admin,
                eventLoops,
                limits,
                serverHeader,
                reasonHeader,
                http10,
                preserveHeaderCase,
                drainGrace,
                drainTime,
                retryBudget,
                accessLog,
                spans,
                providers,
                namesLeadTo,
                seed);
    }

    /** The same, with others whom tables may name. */
    public RouterConfig withProviders(Providers others) {
        return new RouterConfig(
                bind,
                admin,
                eventLoops,
                limits,
                serverHeader,
                reasonHeader,
                http10,
                preserveHeaderCase,
                drainGrace,
                drainTime,
                retryBudget,
                accessLog,
                tracing,
                others,
                namesLeadTo,
                seed);
    }

    public RouterConfig withSeed(long changed) {
        return with(eventLoops, limits, http10, preserveHeaderCase, changed);
    }

    private RouterConfig with(int loops, Limits bounds, boolean old, boolean preserve, long from) {
        return new RouterConfig(
                bind,
                admin,
                loops,
                bounds,
                serverHeader,
                reasonHeader,
                old,
                preserve,
                drainGrace,
                drainTime,
                retryBudget,
                accessLog,
                tracing,
                providers,
                namesLeadTo,
                from);
    }
}
