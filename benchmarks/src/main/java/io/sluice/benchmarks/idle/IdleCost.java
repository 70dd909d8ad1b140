package io.sluice.benchmarks.idle;

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
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    @Option(names = "--repository", hidden = true, defaultValue = ".")
    private Path repository = Path.of(".");

    private boolean failed;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IdleCost()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path manifests = Files.createTempDirectory("sluice-idle");
        IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (StubModel model = StubModel.start(0, "main")) {
            StreamHolder holder = new StreamHolder(group);
            int port = FreePort.any();
            int securePort = FreePort.any();
            Path file = write(manifests, port, securePort, model.port(), holder.port());
            int admin = FreePort.any();
            Process router = start(manifests, admin);
            try {
                awaitReady(admin, router);
                measure(new ProcessTree(router.pid()), group, port, securePort, holder);
            } finally {
                router.destroy();
                router.waitFor();
                Files.delete(file);
            }
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            Files.delete(manifests);
        }
        return failed ? 1 : 0;
    }

    private void measure(ProcessTree router, IoEventLoopGroup group, int port, int securePort, StreamHolder holder)
            throws Exception {
        System.out.println("idle                   router MB  KB each  CPU us of a request beside them");
        try (OpenLoop load = new OpenLoop(Scenario.SMALL, CALLERS)) {
            for (int warmUp = 0; warmUp < 3; warmUp++) {
                microsOfARequest(router, load, port);
            }
            long alone = router.residentBytes();
            print("nothing", 0, alone, alone, microsOfARequest(router, load, port));
            for (int count : connections) {
                long before = router.residentBytes();
                try (IdleClients clients = new IdleClients(group, port)) {
                    clients.connections(count, PLAIN);
                    print(
                            count + " connections",
                            count,
                            before,
                            router.residentBytes(),
                            microsOfARequest(router, load, port));
                    failed |= clients.size() != count;
                }
            }
            for (int count : secureConnections) {
                long before = router.residentBytes();
                try (IdleClients clients = new IdleClients(group, securePort)) {
                    clients.secureConnections(count, PLAIN);
                    long idle = router.residentBytes();
                    print(count + " over TLS", count, before, idle, microsOfARequest(router, load, port));
                    clients.beginRecords();
                    double micros = microsOfARequest(router, load, port);
                    print(count + " halves of records", count, idle, router.residentBytes(), micros);
                    failed |= clients.size() != count;
                }
            }
            long before = router.residentBytes();
            try (IdleClients clients = new IdleClients(group, port)) {
                clients.streams(streams / STREAMS_A_CONNECTION, STREAMS_A_CONNECTION, HELD);
                await(holder);
                print(
                        holder.held() + " streams",
                        holder.held(),
                        before,
                        router.residentBytes(),
                        microsOfARequest(router, load, port));
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

    private static void print(String what, int count, long before, long after, double micros) {
        System.out.printf(
                Locale.ROOT,
                "%-22s %9.1f  %7s  %.1f%n",
                what,
                after / 1048576.0,
                count == 0 ? "" : String.format(Locale.ROOT, "%.2f", (after - before) / 1024.0 / count),
                micros);
    }

    private void await(StreamHolder holder) throws InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (holder.held() < streams && System.nanoTime() - endNanos < 0) {
            Thread.sleep(20);
        }
    }

    private static Path write(Path directory, int port, int securePort, int model, int holder) throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=idle.example.com")
                .addSanDnsName("idle.example.com")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        return Files.writeString(directory.resolve("idle.yaml"), """
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

    private Process start(Path manifests, int admin) throws IOException {
        return new ProcessBuilder(List.of(
                        repository.resolve("sluice").toString(),
                        "run",
                        "--manifests",
                        manifests.toString(),
                        "--admin-port",
                        Integer.toString(admin),
                        "--drain-seconds",
                        "1"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitReady(int admin, Process router) throws InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - endNanos < 0 && router.isAlive()) {
            try (RawClient client = RawClient.connect(admin)) {
                if (client.send("GET /ready HTTP/1.1\r\nhost: localhost\r\n\r\n")
                        .message()
                        .contains(" 200 ")) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
        throw new IllegalStateException("the router was not ready in " + PATIENCE.toSeconds() + " s");
    }
}
