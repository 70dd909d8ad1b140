package io.sluice.benchmarks.idle;

import static io.sluice.benchmarks.report.TrialOptions.progress;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sluice.benchmarks.load.OpenLoop;
import io.sluice.benchmarks.load.OpenLoopReport;
import io.sluice.benchmarks.load.Scenario;
import io.sluice.benchmarks.process.CpuTime;
import io.sluice.benchmarks.process.ProcessTree;
import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.benchmarks.process.WorkDirectory;
import io.sluice.benchmarks.report.Columns;
import io.sluice.benchmarks.report.TrialOptions;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.StubModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/idle}. */
@Command(
        name = "benchmarks/idle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "What connections and streams cost that are open and do nothing.",
        footer = {"", "Exit: 0 measured, 1 one was closed, or a request failed."})
public final class IdleCost implements Callable<Integer> {
    private static final String PLAIN = "/seldon/ns/m/";
    private static final String HELD = "/idle.Model/Hold";
    private static final int STREAMS_A_CONNECTION = 100;
    private static final int CALLERS = 32;
    private static final double KIBIBYTE = 1024;
    private static final double MEBIBYTE = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--connections",
            split = ",",
            defaultValue = "10,1000,10000",
            description = "Idle HTTP/1.1 connections (${DEFAULT-VALUE}).")
    private int[] connections = {};

    @Option(
            names = "--secure-connections",
            split = ",",
            defaultValue = "1000,4000",
            description = "Idle HTTP/1.1 connections over TLS, and as many with half a record sent (${DEFAULT-VALUE}).")
    private int[] secureConnections = {};

    @Option(names = "--streams", defaultValue = "10000", description = "Idle HTTP/2 streams (${DEFAULT-VALUE}).")
    private int streams;

    @Option(names = "--rate", defaultValue = "3000", description = "Requests a second beside them (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--secs", defaultValue = "5", description = "How long, each time (${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private TrialOptions options = new TrialOptions();

    private final List<Idle> rows = new ArrayList<>();
    private boolean failed;

    /**
     * @param what is idle
     * @param kibibytesEach the router's memory for one more; null where there is none
     * @param cpuMicros of a request beside them
     */
    private record Idle(
            String what,
            int count,
            double residentMebibytes,
            @Nullable Double kibibytesEach,
            double cpuMicros) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IdleCost()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (WorkDirectory work = WorkDirectory.create("idle");
                StubModel model = StubModel.start(0, "main")) {
            StreamHolder holder = new StreamHolder(group);
            int port = FreePort.any();
            int securePort = FreePort.any();
            Path manifests = work.directory("manifests");
            write(manifests, port, securePort, model.port(), holder.port());
            try (RouterProcess router =
                    RouterProcess.start(options.repository(), manifests, List.of("--drain-seconds", "1"))) {
                measure(router.tree(), group, port, securePort, holder);
            }
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        report();
        return failed ? 1 : 0;
    }

    private void measure(ProcessTree router, IoEventLoopGroup group, int port, int securePort, StreamHolder holder)
            throws Exception {
        try (OpenLoop load = new OpenLoop(Scenario.SMALL, CALLERS)) {
            for (int warmUp = 0; warmUp < 3; warmUp++) {
                progress("warm-up");
                microsOfARequest(router, load, port);
            }
            long alone = router.residentBytes();
            add("nothing", 0, alone, alone, microsOfARequest(router, load, port));
            for (int count : connections) {
                long before = router.residentBytes();
                try (IdleClients clients = new IdleClients(group, port)) {
                    clients.connections(count, PLAIN);
                    long idle = router.residentBytes();
                    add(count + " connections", count, before, idle, microsOfARequest(router, load, port));
                    failed |= clients.size() != count;
                }
            }
            for (int count : secureConnections) {
                long before = router.residentBytes();
                try (IdleClients clients = new IdleClients(group, securePort)) {
                    clients.secureConnections(count, PLAIN);
                    long idle = router.residentBytes();
                    add(count + " over TLS", count, before, idle, microsOfARequest(router, load, port));
                    clients.beginRecords();
                    double micros = microsOfARequest(router, load, port);
                    add(count + " halves of records", count, idle, router.residentBytes(), micros);
                    failed |= clients.size() != count;
                }
            }
            long before = router.residentBytes();
            try (IdleClients clients = new IdleClients(group, port)) {
                clients.streams(streams / STREAMS_A_CONNECTION, STREAMS_A_CONNECTION, HELD);
                await(holder);
                int held = holder.held();
                long idle = router.residentBytes();
                add(held + " streams", held, before, idle, microsOfARequest(router, load, port));
                failed |= holder.reset() > 0;
            }
        }
    }

    private double microsOfARequest(ProcessTree router, OpenLoop load, int port)
            throws IOException, InterruptedException {
        CpuTime before = router.cpuTime();
        OpenLoopReport report = load.run(port, rate, Duration.ofSeconds(seconds));
        failed |= report.errors() > 0;
        return router.cpuTime().nanosSince(before) / 1e3 / report.answered();
    }

    private void add(String what, int count, long before, long after, double micros) {
        progress(what);
        rows.add(new Idle(
                what, count, after / MEBIBYTE, count == 0 ? null : (after - before) / KIBIBYTE / count, micros));
    }

    private void report() {
        Columns table = Columns.ofFigures().row("idle", "router MB", "KB each", "CPU us of a request beside them");
        for (Idle row : rows) {
            Double each = row.kibibytesEach();
            table.row(
                    row.what(),
                    Columns.decimal(row.residentMebibytes(), 1),
                    each == null ? "" : Columns.decimal(each, 2),
                    Columns.decimal(row.cpuMicros(), 1));
        }
        options.report("idle", rate + " requests/s beside them, " + CALLERS + " connections", rows, table);
    }

    private void await(StreamHolder holder) throws InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (holder.held() < streams && System.nanoTime() - endNanos < 0) {
            Thread.sleep(20);
        }
    }

    private static void write(Path directory, int port, int securePort, int model, int holder) throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=idle.example.com")
                .addSanDnsName("idle.example.com")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(directory.resolve("idle.yaml"), """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: seldon-gateway, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - {port: {number: %1$d, name: http, protocol: HTTP}, hosts: ["*"]}
              - {port: {number: %4$d, name: https, protocol: HTTPS}, hosts: ["*"], tls: {mode: SIMPLE, credentialName: idle}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: idle, namespace: istio-system}
            data: {tls.crt: %5$s, tls.key: %6$s}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: idle, namespace: models}
            spec:
              hosts: ["*"]
              gateways: [istio-system/seldon-gateway]
              http:
              - match: [{uri: {prefix: /idle.Model/}}]
                route: [{destination: {host: model, port: {number: 5001}}}]
              - rewrite: {uri: /}
                match: [{uri: {prefix: /seldon/ns/m/}}]
                route: [{destination: {host: model, port: {number: 8000}}}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: model, namespace: models}
            spec: {selector: {app: model}, ports: [{name: http, port: 8000, targetPort: http}, {name: grpc, port: 5001, targetPort: grpc}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: model-1, namespace: models, labels: {kubernetes.io/service-name: model}}
            addressType: IPv4
            ports: [{name: http, port: %2$d}, {name: grpc, port: %3$d}]
            endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
            """.formatted(
                        port,
                        model,
                        holder,
                        securePort,
                        base64(certificate.getCertificatePEM()),
                        base64(certificate.getPrivateKeyPEM())));
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
