package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the API to the wire: what is patched there is what callers get here, soon, and nobody's request fails for it (C1, C6, C7). */
class OnTheWireTest {
    private static final Duration SOON = Duration.ofMillis(300);

    @TempDir
    private Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static String split(int port, int generation) {
        boolean odd = generation % 2 == 1;
        return """
            {"spec": {"http": [{
              "headers": {"response": {"set": {"x-generation": "%d"}}},
              "route": [{"destination": {"host": "a", "port": {"number": %d}}, "weight": %d},
                        {"destination": {"host": "b", "port": {"number": %2$d}}, "weight": %d}]}]}}
            """.formatted(generation, port, odd ? 100 : 0, odd ? 0 : 100);
    }

    private static String model(String name, int port, Model model) {
        return Example.service(name).replace("8000", String.valueOf(port))
                + Example.slice(name, model.host()).replace("9000", String.valueOf(model.port()));
    }

    /** One request: what the model said and which generation answered. */
    private record Answer(int status, String body, int generation) {}

    private Answer call(int port) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                        .header("x-any", "1")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                answer.body(),
                answer.headers()
                        .firstValue("x-generation")
                        .map(Integer::parseInt)
                        .orElse(-1));
    }

    private void patch(StubApiServer server, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(
                                server.url() + "/apis/networking.istio.io/v1/namespaces/my-ns/virtualservices/split"))
                        .header("content-type", "application/merge-patch+json")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** A split of two models by a host that is this machine's address, so that no client has to say another. */
    private static String routes() {
        return """
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: PORT, name: http, protocol: HTTP}, hosts: ["*"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: split, namespace: my-ns}
            spec:
              hosts: ["*"]
              gateways: [istio-system/edge]
            """;
    }

    private void patches(int patches, int requests) throws Exception {
        InetAddress address = Model.address();
        int port = RouterProcess.freePort();
        int servicePort = 8000;
        try (StubApiServer server = new StubApiServer();
                Model a = new Model("a", address);
                Model b = new Model("b", address)) {
            server.objects.apply(model("a", servicePort, a)
                    + model("b", servicePort, b)
                    + routes().replace("PORT", String.valueOf(port)));
            patch(server, split(servicePort, 0));
            try (RouterProcess router = RouterProcess.start(directory, Kubeconfig.write(directory, server.url()))) {
                router.awaitReady();
                AtomicLong sent = new AtomicLong();
                AtomicLong failed = new AtomicLong();
                AtomicBoolean ended = new AtomicBoolean();
                List<Thread> callers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    callers.add(Thread.ofPlatform().start(() -> {
                        int last = 0;
                        while (!ended.get() || sent.get() < requests) {
                            sent.incrementAndGet();
                            try {
                                Answer answer = call(port);
                                boolean whole = answer.status() == 200
                                        && answer.generation() >= last
                                        && answer.body().equals(answer.generation() % 2 == 1 ? "a" : "b");
                                last = answer.generation();
                                failed.addAndGet(whole ? 0 : 1);
                            } catch (Exception broken) {
                                failed.incrementAndGet();
                            }
                        }
                    }));
                }
                List<Long> delays = new ArrayList<>();
                for (int generation = 1; generation <= patches; generation++) {
                    long begin = System.nanoTime();
                    patch(server, split(servicePort, generation));
                    while (call(port).generation() < generation) {
                        assertThat(System.nanoTime() - begin).as(router.log()).isLessThan(20_000_000_000L);
                    }
                    delays.add(System.nanoTime() - begin);
                }
                ended.set(true);
                for (Thread caller : callers) {
                    caller.join();
                }
                Collections.sort(delays);
                Duration p99 = Duration.ofNanos(delays.get((int) Math.ceil(0.99 * patches) - 1));
                System.out.printf(
                        "%d patches of a weight, live on the wire after %d ms (p50), %d ms (p99), %d ms (max); %d of"
                                + " %d requests failed%n",
                        patches,
                        delays.get(patches / 2) / 1_000_000,
                        p99.toMillis(),
                        delays.get(patches - 1) / 1_000_000,
                        failed.get(),
                        sent.get());
                assertThat(failed.get()).isZero();
                // Of a few patches this would be the slowest of them, on a machine that builds something else as well.
                assertThat(p99).isLessThanOrEqualTo(patches < 1_000 ? SOON.multipliedBy(20) : SOON);
            }
        }
    }

    @Test
    void patchesOfAWeightAreLiveSoonAndNoRequestFails() throws Exception {
        patches(20, 1_000);
    }

    @Test
    @Tag("long")
    void aThousandPatchesOfAWeightAreLiveSoonAndNoneOfAHundredThousandRequestsFails() throws Exception {
        patches(1_000, 100_000);
    }

    @Test
    void aRouterThatIsKilledServesAgainWhileTheApiServerIsAway() throws Exception {
        InetAddress address = Model.address();
        int port = RouterProcess.freePort();
        Path kept = directory.resolve("last-good");
        try (StubApiServer server = new StubApiServer();
                Model a = new Model("a", address);
                Model b = new Model("b", address)) {
            server.objects.apply(
                    model("a", 8000, a) + model("b", 8000, b) + routes().replace("PORT", String.valueOf(port)));
            patch(server, split(8000, 1));
            Path kubeconfig = Kubeconfig.write(directory, server.url());
            try (RouterProcess router = RouterProcess.start(directory, kubeconfig, "--last-good", kept.toString())) {
                router.awaitReady();
                server.down();
                assertThat(call(port).body()).isEqualTo("a");
                router.awaitAnswer(() -> Files.exists(kept));
                router.kill();
            }
            try (RouterProcess router = RouterProcess.start(directory, kubeconfig, "--last-good", kept.toString())) {
                router.awaitReady();
                assertThat(call(port).body()).isEqualTo("a");
                server.up();
                patch(server, split(8000, 2));
                router.awaitAnswer(() -> router.call(port).equals("b"));
            }
        }
    }
}
