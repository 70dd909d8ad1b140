package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two routers as they are run, and a cluster into which one of them writes (DESIGN §6; ecosystem.md §8c). */
@Timeout(180)
class FrontServicesTest {
    private static final String SERVICES = "/api/v1/services";
    private static final String SLICES = "/apis/discovery.k8s.io/v1/endpointslices";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/leases";

    private static final String CLUSTER = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: my-ns, labels: {sluice.io/front-services: enabled}}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: router-x7k2p, namespace: sluice, labels: {kubernetes.io/service-name: router}}
        addressType: IPv4
        ports: [{name: http, port: 8000}]
        endpoints:
        - {addresses: [10.244.0.7], conditions: {ready: true, serving: true, terminating: false}, zone: a, nodeName: n1, targetRef: {kind: Pod, name: router-0, namespace: sluice}}
        """;

    @TempDir
    private Path directory;

    /** Of the model's Service, and so of the hosts' front Services: free, because each router opens it too. */
    private final int port;

    FrontServicesTest() throws IOException {
        port = RouterProcess.freePort();
    }

    private String host(String name) {
        return """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: %s, namespace: my-ns}
            spec: {hosts: [%1$s], http: [{route: [{destination: {host: model, port: {number: %d}}}]}]}
            """.formatted(name, port);
    }

    private String model(Model model) {
        return Example.service("model").replace("8000", String.valueOf(port))
                + Example.slice("model", model.host()).replace("9000", String.valueOf(model.port()));
    }

    private RouterProcess router(String bind, StubApiServer server) throws IOException {
        return RouterProcess.start(
                bind, directory, Kubeconfig.write(directory, server.url()), "--router-service", "sluice/router");
    }

    /** How long it took until the cluster was so. */
    private static Duration await(StubApiServer server, BooleanSupplier condition, RouterProcess router)
            throws Exception {
        long begin = System.nanoTime();
        assertThat(server.objects.await(condition, Duration.ofSeconds(30)))
                .as(router.log())
                .isTrue();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static boolean hasSlice(StubApiServer server, String name) {
        return server.objects.get(SLICES, "my-ns", name + "-sluice-ipv4") != null;
    }

    private static ObjectNode slice(StubApiServer server, String name) {
        return Objects.requireNonNull(server.objects.get(SLICES, "my-ns", name + "-sluice-ipv4"), name);
    }

    private static ObjectNode service(StubApiServer server, String name) {
        return Objects.requireNonNull(server.objects.get(SERVICES, "my-ns", name), name);
    }

    private static int target(StubApiServer server, String name) {
        JsonNode service = server.objects.get(SERVICES, "my-ns", name);
        return service == null ? 0 : service.at("/spec/ports/0/targetPort").asInt();
    }

    private static String holder(StubApiServer server) {
        JsonNode lease = server.objects.get(LEASES, "sluice", "router");
        return lease == null ? "" : lease.at("/spec/holderIdentity").asText();
    }

    /** The status of an answer to one request on a connection of its own; 0 if there is none. */
    private static int call(String address, int port, String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5000);
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return head.length() < 12 ? 0 : Integer.parseInt(head.substring(9, 12));
        } catch (IOException failed) {
            return 0;
        }
    }

    @Test
    void aHostIsCapturedServedAndGivenBack() throws Exception {
        InetAddress address = Model.address();
        assumeThat(address).as("an address that is not loopback").isNotNull();
        try (StubApiServer server = new StubApiServer();
                Model model = new Model("m", address)) {
            server.objects.apply(CLUSTER + model(model) + host("shop") + host("taken") + Example.service("taken"));
            try (RouterProcess router = router("127.0.0.1", server)) {
                router.awaitReady();
                await(server, () -> hasSlice(server, "shop"), router);
                // No other name than the host's, and no other port than its own.
                int target = target(server, "shop");
                assertThat(slice(server, "shop").at("/ports/0/port").asInt()).isEqualTo(target);
                assertThat(slice(server, "shop").at("/endpoints/0/addresses/0").asText())
                        .isEqualTo("10.244.0.7");
                assertThat(call("127.0.0.1", target, "shop:8000")).isEqualTo(200);
                assertThat(call("127.0.0.1", target, "10.96.3.4:8000")).isEqualTo(200);
                assertThat(call("127.0.0.1", target, "taken")).isEqualTo(404);

                // The operator frees a name.
                assertThat(target(server, "taken")).isZero();
                server.objects.delete(SERVICES, "my-ns", "taken");
                Duration taken = await(server, () -> target(server, "taken") > 0, router);
                System.out.printf("a name that was freed has its front Service after %d ms%n", taken.toMillis());
                assertThat(taken).isLessThan(Duration.ofSeconds(1));
                await(server, () -> hasSlice(server, "taken"), router);

                // A router drains.
                server.objects.apply(CLUSTER.replace(
                        "{ready: true, serving: true, terminating: false}",
                        "{ready: false, serving: true, terminating: true}"));
                Duration drained = await(
                        server,
                        () -> slice(server, "shop")
                                .at("/endpoints/0/conditions/terminating")
                                .asBoolean(),
                        router);
                System.out.printf("a router that drains is said to after %d ms%n", drained.toMillis());
                assertThat(drained).isLessThan(Duration.ofSeconds(2));

                // Somebody gives a front Service a selector.
                ObjectNode selecting = service(server, "taken");
                selecting.withObject("/spec/selector").put("app", "model");
                server.objects.put(selecting);
                Duration withdrawn = await(server, () -> !hasSlice(server, "taken"), router);
                System.out.printf("a slice is withdrawn %d ms after a selector has come%n", withdrawn.toMillis());
                assertThat(withdrawn).isLessThan(Duration.ofSeconds(1));
                assertThat(service(server, "taken").at("/spec/selector/app").asText())
                        .isEqualTo("model");

                // The host goes.
                server.objects.delete(Example.VIRTUAL_SERVICES, "my-ns", "shop");
                await(server, () -> target(server, "shop") == 0 && !hasSlice(server, "shop"), router);

                // Each VirtualService's owner has been told.
                await(
                        server,
                        () -> server.asked("events", false).stream()
                                .anyMatch(asked -> asked.method().equals("POST")),
                        router);
            }
        }
    }

    @Test
    void aLeaderThatIsKilledLeavesAllAsItIsAndIsFollowed() throws Exception {
        InetAddress address = Model.address();
        assumeThat(address).as("an address that is not loopback").isNotNull();
        try (StubApiServer server = new StubApiServer();
                Model model = new Model("m", address)) {
            server.objects.apply(CLUSTER + model(model) + host("shop"));
            try (RouterProcess first = router("127.0.0.1", server)) {
                first.awaitReady();
                await(server, () -> hasSlice(server, "shop"), first);
                try (RouterProcess second = router("127.0.0.2", server)) {
                    second.awaitReady();
                    int target = target(server, "shop");
                    second.awaitAnswer(() -> call("127.0.0.2", target, "shop") == 200);
                    assertThat(holder(server)).endsWith("-" + first.pid());
                    assertThat(first.metrics()).contains("\nsluice_leader 1.0");
                    assertThat(second.metrics()).contains("\nsluice_leader 0.0");
                    AtomicBoolean ended = new AtomicBoolean();
                    AtomicLong sent = new AtomicLong();
                    AtomicLong failed = new AtomicLong();
                    Thread caller = Thread.ofPlatform().start(() -> {
                        while (!ended.get()) {
                            sent.incrementAndGet();
                            failed.addAndGet(call("127.0.0.2", target, "shop") == 200 ? 0 : 1);
                        }
                    });
                    JsonNode slice = slice(server, "shop");
                    JsonNode service = service(server, "shop");
                    first.kill();
                    server.objects.apply(host("later"));
                    Duration followed = await(server, () -> holder(server).endsWith("-" + second.pid()), second);
                    await(server, () -> hasSlice(server, "later"), second);
                    assertThat(second.metrics()).contains("\nsluice_leader 1.0");
                    ended.set(true);
                    caller.join();
                    System.out.printf(
                            "a leader that is killed is followed after %d ms; %d of %d requests failed%n",
                            followed.toMillis(), failed.get(), sent.get());
                    assertThat(followed).isLessThan(Duration.ofSeconds(20));
                    assertThat(failed.get()).isZero();
                    assertThat(slice(server, "shop")).isEqualTo(slice);
                    assertThat(service(server, "shop")).isEqualTo(service);
                }
            }
        }
    }
}
