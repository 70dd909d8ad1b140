package io.sluice.cli;

import io.sluice.router.RouterConfig;
import io.sluice.router.admin.AdminPorts;
import io.sluice.router.exchange.LoopExchanges.Replying;
import io.sluice.router.http.Limits;
import io.sluice.router.upstream.dns.AddressRule;
import io.sluice.table.cluster.RetryBudget;
import io.sluice.watcher.settings.MeshConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the router runs. */
final class RouterOptions {
    private static final int GRACE_IN_CLUSTER = 10;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Address of all listeners (default: 127.0.0.1; with --kubernetes 0.0.0.0).")
    private @Nullable String bind;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "15021",
            description =
                    "Port of /ready, /live, and of what has no port of its own (default: ${DEFAULT-VALUE}; 0 = any"
                            + " free one).")
    private int adminPort;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Port of /prometheus (default: that of --admin-port).")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--inspect-port",
            paramLabel = "PORT",
            description =
                    "Port of /v1/routes, clusters, endpoints, problems and explain (default: that of --admin-port).")
    private @Nullable Integer inspectPort;

    @Option(
            names = "--inspect-token-file",
            paramLabel = "FILE",
            description = "Inspection asks for this file's token, and no longer for loopback.")
    private @Nullable Path inspectTokenFile;

    @Option(names = "--limits", paramLabel = "FILE", description = "YAML: bounds and time-outs by name.")
    private @Nullable Path limits;

    @Option(names = "--event-loops", paramLabel = "N", description = "Default: one per processor.")
    private @Nullable Integer eventLoops;

    @Option(
            names = "--server-header",
            paramLabel = "S",
            defaultValue = "sluice",
            description = "Value of server in every answer (default: ${DEFAULT-VALUE}).")
    private String serverHeader = "";

    @Option(names = "--http10", description = "Serve HTTP/1.0; without this it is answered 426.")
    private boolean http10;

    @Option(
            names = "--preserve-header-case",
            description =
                    "Names of headers go on to HTTP/1.1 as they came, in both directions; without this, and without"
                            + " preserveHttp1HeaderCase in the mesh config, they are lower case.")
    private boolean preserveHeaderCase;

    @Option(
            names = "--drain-seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long requests under way may take once told to end (default: ${DEFAULT-VALUE}).")
    private int drainSeconds;

    @Option(
            names = "--drain-grace",
            paramLabel = "S",
            description = "Seconds to go on accepting before that (default: 0; with --kubernetes 10).")
    private @Nullable Integer drainGrace;

    @Option(
            names = "--access-log",
            paramLabel = "WHAT",
            description =
                    "off, errors (and a share of the rest), or all. Where to, and in which form, is the mesh config's"
                        + " to say; standard output otherwise (default: all if it has an accessLogFile, else errors).")
    private @Nullable AccessLogOption accessLog;

    @Option(
            names = "--access-log-sample",
            paramLabel = "PERCENT",
            defaultValue = "1",
            description = "Of the rest, beside errors (default: ${DEFAULT-VALUE}).")
    private double accessLogSample;

    @Option(
            names = "--retry-budget",
            paramLabel = "PERCENT",
            description =
                    "Retries under way to a cluster, at most, of its requests under way; three are always allowed. For"
                            + " clusters whose DestinationRule has no retryBudget (default: no limit).")
    private @Nullable Double retryBudget;

    @Option(names = "--random-seed", paramLabel = "N", description = "Loop i draws from N+i: splits repeat exactly.")
    private @Nullable Long randomSeed;

    @Option(names = "--reason-header", description = "Local replies say why in x-sluice-reason.")
    private boolean reasonHeader;

    /**
     * @param mesh what the whole mesh is told
     * @param cluster whether it runs in one: then its callers are elsewhere, and learn late that it is about to end
     */
    RouterConfig config(MeshConfig mesh, boolean cluster) {
        RouterConfig defaults = RouterConfig.defaults();
        int loops = eventLoops == null ? defaults.eventLoops() : eventLoops;
        if (loops < 1) {
            throw new BadUsage("--event-loops " + loops + ": must be 1 or more");
        }
        requirePort("--admin-port", adminPort);
        requirePort("--metrics-port", metricsPort);
        requirePort("--inspect-port", inspectPort);
        return new RouterConfig(
                address(bind == null ? cluster ? "0.0.0.0" : "127.0.0.1" : bind),
                new AdminPorts(
                        adminPort,
                        metricsPort,
                        inspectPort,
                        inspectTokenFile == null ? null : TokenFile.read("--inspect-token-file", inspectTokenFile)),
                loops,
                randomSeed == null ? defaults.seed() : randomSeed,
                limits == null ? Limits.DEFAULT : LimitsFile.read(limits),
                new RouterConfig.Http1(http10, preserveHeaderCase || mesh.preservesHeaderCase()),
                new Replying(serverHeader, reasonHeader),
                new RouterConfig.Drain(
                        seconds("--drain-grace", drainGrace == null ? cluster ? GRACE_IN_CLUSTER : 0 : drainGrace),
                        seconds("--drain-seconds", drainSeconds)),
                budget(),
                new RouterConfig.Recording(
                        AccessLogOption.settle(accessLog, accessLogSample, mesh.accessLog()),
                        mesh.tracing(),
                        AccessLogOption.writable(mesh.telemetry().providers())),
                cluster ? AddressRule.ofOthers(Pod.apiServer()) : AddressRule.ANYWHERE);
    }

    private @Nullable RetryBudget budget() {
        if (retryBudget == null) {
            return null;
        }
        if (!(retryBudget >= 0 && retryBudget <= 100)) {
            throw new BadUsage("--retry-budget " + retryBudget + ": must be a percentage, 0 to 100");
        }
        return new RetryBudget(retryBudget, RetryBudget.DEFAULT_MINIMUM);
    }

    private static void requirePort(String flag, @Nullable Integer port) {
        if (port != null && (port < 0 || port > 65535)) {
            throw new BadUsage(flag + " " + port + ": must be a port, 0 to 65535");
        }
    }

    private static Duration seconds(String flag, int value) {
        if (value < 0) {
            throw new BadUsage(flag + " " + value + ": must be 0 or more");
        }
        return Duration.ofSeconds(value);
    }

    private static InetAddress address(String bind) {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException unknown) {
            throw new BadUsage("--bind " + bind + ": is no address of this machine");
        }
    }
}
