package io.sluice.conformance.wire;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A router in a process of its own, with short time-outs, and a port for each backend. */
public final class RouterProcess implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String LIMITS = """
        requestHeadTimeout: 2s
        requestBodyIdleTimeout: 2s
        responseHeadTimeout: 3s
        responseIdleTimeout: 3s
        """;

    private final Process process;
    private final List<Integer> ports;

    private RouterProcess(Process process, List<Integer> ports) {
        this.process = process;
        this.ports = ports;
    }

    /** What the router is given for one of its ports. */
    public interface Manifest {
        String of(int lane, int port, int backend);
    }

    /** Each port leads to a backend of its own, as the corpus wants it. */
    static RouterProcess start(Path directory, List<Integer> backends) throws IOException {
        return start(directory, backends, RouterProcess::manifest);
    }

    /** @param directory for manifests, limits and the log */
    public static RouterProcess start(Path directory, List<Integer> backends, Manifest manifest) throws IOException {
        Path manifests = Files.createDirectories(directory.resolve("manifests"));
        Path limits = Files.writeString(directory.resolve("limits.yaml"), LIMITS);
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < backends.size() + 1) {
            int port = FreePort.any();
            if (!ports.contains(port)) {
                ports.add(port);
            }
        }
        int admin = ports.removeLast();
        for (int i = 0; i < backends.size(); i++) {
            Files.writeString(manifests.resolve("lane-" + i + ".yaml"), manifest.of(i, ports.get(i), backends.get(i)));
        }
        String java = ProcessHandle.current().info().command().orElse("java");
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-jar",
                        packaged(),
                        "run",
                        "--manifests",
                        manifests.toString(),
                        "--limits",
                        limits.toString(),
                        "--admin-port",
                        Integer.toString(admin))
                .redirectErrorStream(true)
                .redirectOutput(log(directory).toFile())
                .start();
        RouterProcess router = new RouterProcess(process, ports);
        router.awaitReady(admin, directory);
        return router;
    }

    /** What {@code ./sluice} runs, which knows nothing of the libraries of tests. */
    private static String packaged() throws IOException {
        Path target = Path.of("..", "cli", "target");
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().matches("cli-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("nothing is packaged in " + target.toAbsolutePath()));
            return jar.toString();
        }
    }

    static Path log(Path directory) {
        return directory.resolve("router.log");
    }

    /** In the order of the backends. */
    public List<Integer> ports() {
        return ports;
    }

    private void awaitReady(int admin, Path directory) throws IOException {
        long start = System.nanoTime();
        while (!ready(admin)) {
            if (!process.isAlive() || System.nanoTime() - start > START_NANOS) {
                process.destroyForcibly();
                throw new IOException("the router did not start: " + Files.readString(log(directory)));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean ready(int admin) {
        try (RawClient client = RawClient.connect(admin)) {
            return client.send("GET /ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .head()
                    .contains(" 200 ");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Any host; {@code /seldon/ns/m/} becomes {@code /}; no retries. */
    private static String manifest(int lane, int port, int backend) {
        return """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: g%1$d, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: %2$d, name: http, protocol: HTTP}, hosts: ["*"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v%1$d, namespace: ns}
            spec:
              hosts: ["*"]
              gateways: [istio-system/g%1$d]
              http:
              - match: [{uri: {prefix: /seldon/ns/m/}}]
                rewrite: {uri: /}
                retries: {attempts: 0}
                route: [{destination: {host: backend-%1$d, port: {number: 80}}}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: backend-%1$d, namespace: ns}
            spec: {selector: {app: m%1$d}, ports: [{name: http, port: 80, targetPort: %3$d}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: backend-%1$d-1, namespace: ns, labels: {kubernetes.io/service-name: backend-%1$d}}
            addressType: IPv4
            ports: [{name: http, port: %3$d, protocol: TCP}]
            endpoints:
            - addresses: [127.0.0.1]
              conditions: {ready: true}
              targetRef: {kind: Pod, name: b-%1$d, namespace: ns}
            """.formatted(lane, port, backend);
    }

    boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
