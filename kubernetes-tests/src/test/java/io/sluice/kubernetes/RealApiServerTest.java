package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed, with the rights that it is deployed with, against a real API server (kubernetes-tests/api-server). */
@Tag("api-server")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealApiServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEPLOYED = Path.of("..", "deploy", "golden", "with-istio-crds.yaml");
    private static final String SERVICES = "/api/v1/namespaces/my-ns/services/";
    private static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/my-ns/endpointslices/";

    /** Seldon's own is of 2.4 MB, and says nothing else to who reads it. */
    private static final String SELDON = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: seldondeployments.machinelearning.seldon.io}
        spec:
          group: machinelearning.seldon.io
          names: {kind: SeldonDeployment, plural: seldondeployments, singular: seldondeployment, listKind: SeldonDeploymentList}
          scope: Namespaced
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """;

    private static final String ROUTER_PODS = """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: sluice-x7k2p, namespace: istio-system, labels: {kubernetes.io/service-name: sluice}}
        addressType: IPv4
        ports: [{name: http, port: 8000}]
        endpoints:
        - {addresses: [10.244.0.7], conditions: {ready: true, serving: true, terminating: false}, zone: a, nodeName: n1, targetRef: {kind: Pod, name: router-0, namespace: istio-system}}
        """;

    @TempDir
    private static Path directory;

    private RealApiServer server;

    @BeforeAll
    void start() throws Exception {
        server = new RealApiServer(Files.createDirectory(directory.resolve("server")));
        // Definitions first, as anybody would.
        String[] deployed = Files.readString(DEPLOYED).split("(?m)^---$", -1);
        for (String object : deployed) {
            if (object.contains("kind: CustomResourceDefinition")) {
                server.apply(object);
            }
        }
        server.apply("""
            apiVersion: v1
            kind: Namespace
            metadata: {name: istio-system}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: my-ns, labels: {sluice.io/front-services: enabled}}
            """);
        for (String object : deployed) {
            if (!object.isBlank() && !object.contains("kind: CustomResourceDefinition")) {
                server.apply(object);
            }
        }
        server.apply(ROUTER_PODS);
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    private @Nullable JsonNode get(String path) {
        try {
            String text = server.admin.raw(path);
            return text == null ? null : JSON.readTree(text);
        } catch (KubernetesClientException | IOException none) {
            return null;
        }
    }

    private static Duration await(RouterProcess router, Callable<Boolean> condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.call()) {
            assertThat(System.nanoTime() - begin).as(router.log()).isLessThan(60_000_000_000L);
            Thread.sleep(5);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static String host(String name) {
        return """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: %s, namespace: my-ns}
            spec: {hosts: [%1$s], http: [{route: [{destination: {host: model, port: {number: 8000}}}]}]}
            """.formatted(name);
    }

    @Test
    void frontServicesAreWrittenFollowedAndWithdrawnWithTheRightsThatAreDeployed() throws Exception {
        server.apply(Example.service("model") + Example.slice("model", "10.0.0.1") + "---\n" + host("shop") + "---\n"
                + host("bad").replace("{host: model, port: {number: 8000}}", "{host: model}, weight: -3"));
        try (RouterProcess router = RouterProcess.start(
                "127.0.0.1",
                directory,
                server.kubeconfig("fronts"),
                "--router-service=istio-system/sluice",
                "--without-policies")) {
            router.awaitReady();
            await(router, () -> get(SLICES + "shop-sluice-ipv4") != null);
            JsonNode service = Objects.requireNonNull(get(SERVICES + "shop"));
            JsonNode slice = Objects.requireNonNull(get(SLICES + "shop-sluice-ipv4"));
            assertThat(service.at("/spec/ports/0/targetPort").asInt())
                    .isEqualTo(slice.at("/ports/0/port").asInt());
            assertThat(slice.at("/endpoints/0/addresses/0").asText()).isEqualTo("10.244.0.7");
            assertThat(slice.at("/endpoints/0/hints/forZones/0/name").asText()).isEqualTo("a");
            JsonNode lease = get("/apis/coordination.k8s.io/v1/namespaces/istio-system/leases/sluice");
            assertThat(Objects.requireNonNull(lease).at("/spec/holderIdentity").asText())
                    .endsWith("-" + router.pid());

            server.apply(host("later"));
            Duration captured = await(router, () -> get(SLICES + "later-sluice-ipv4") != null);
            System.out.printf("a new host has its front Service and slice after %d ms%n", captured.toMillis());
            await(
                    router,
                    () -> String.valueOf(get("/apis/events.k8s.io/v1/namespaces/my-ns/events"))
                            .contains("weight -3 < 0"));

            // Somebody gives the front Service a selector.
            server.admin
                    .services()
                    .inNamespace("my-ns")
                    .withName("later")
                    .edit(front -> front.edit()
                            .editSpec()
                            .addToSelector("app", "x")
                            .endSpec()
                            .build());
            Duration withdrawn = await(router, () -> get(SLICES + "later-sluice-ipv4") == null);
            System.out.printf("a slice is withdrawn %d ms after a selector has come%n", withdrawn.toMillis());
            assertThat(get(SERVICES + "later")).isNotNull();

            // The host goes.
            server.admin
                    .genericKubernetesResources("networking.istio.io/v1", "VirtualService")
                    .inNamespace("my-ns")
                    .withName("shop")
                    .delete();
            await(router, () -> get(SERVICES + "shop") == null && get(SLICES + "shop-sluice-ipv4") == null);
            assertThat(router.log()).doesNotContain("KIND_NOT_WATCHED", "KIND_FORBIDDEN", "CLUSTER_UNREACHABLE");
        }
    }

    @Test
    void aWeightThatIsPatchedIsLiveSoon() throws Exception {
        InetAddress address = Model.address();
        int port = RouterProcess.freePort();
        try (Model a = new Model("a", address);
                Model b = new Model("b", address)) {
            for (Model model : new Model[] {a, b}) {
                String name = model == a ? "a" : "b";
                server.apply(Example.service(name)
                        + Example.slice(name, model.host()).replace("9000", String.valueOf(model.port())));
            }
            server.apply("""
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: my-ns}
                spec:
                  selector: {istio: ingressgateway}
                  servers: [{port: {number: %d, name: http, protocol: HTTP}, hosts: ["*"]}]
                """.formatted(port));
            server.apply(split(0));
            try (RouterProcess router = RouterProcess.start(directory, server.kubeconfig("router"))) {
                router.awaitReady();
                await(router, () -> router.call(port).equals("b"));
                long longest = 0;
                for (int generation = 1; generation <= 20; generation++) {
                    String wanted = generation % 2 == 1 ? "a" : "b";
                    server.apply(split(generation));
                    longest = Math.max(
                            longest,
                            await(router, () -> router.call(port).equals(wanted))
                                    .toMillis());
                }
                System.out.printf("20 patches of a weight, live on the wire after %d ms at most%n", longest);
                assertThat(longest).isLessThan(5_000);
            }
        }
    }

    private static String split(int generation) {
        int toA = generation % 2 == 1 ? 100 : 0;
        return """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: split, namespace: my-ns}
            spec:
              hosts: ["*"]
              gateways: [edge]
              http:
              - route:
                - {destination: {host: a, port: {number: 8000}}, weight: %d}
                - {destination: {host: b, port: {number: 8000}}, weight: %d}
            """.formatted(toA, 100 - toA);
    }

    @Test
    void aDefinitionThatIsInstalledLaterIsPickedUp() throws Exception {
        try (RouterProcess router = RouterProcess.start(directory, server.kubeconfig("router"))) {
            router.awaitReady();
            server.apply(SELDON);
            await(router, () -> get("/apis/machinelearning.seldon.io/v1/seldondeployments") != null);
            server.apply("""
                apiVersion: machinelearning.seldon.io/v1
                kind: SeldonDeployment
                metadata: {name: later, namespace: my-ns}
                spec: {predictors: [{name: main, traffic: 100, graph: {name: c, type: MODEL, implementation: SKLEARN_SERVER, modelUri: "gs://x"}}]}
                """);
            Duration seen = await(router, () -> router.log().contains("SeldonDeployment my-ns/later"));
            System.out.printf("a definition is picked up after %d ms%n", seen.toMillis());
        }
    }

    @Test
    void whatMayNotBeReadOrWatchedIsToldOfAndTheRestIsServed() throws Exception {
        server.apply("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: little}
            rules:
            - {apiGroups: [networking.istio.io, security.istio.io, ""], resources: ["*"], verbs: [list]}
            - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: little}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: little}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: little}]
            """);
        try (RouterProcess router = RouterProcess.start(directory, server.kubeconfig("little"))) {
            router.awaitReady();
            await(
                    router,
                    () -> router.log().contains("KIND_NOT_WATCHED VirtualService")
                            && router.log().contains("KIND_FORBIDDEN NetworkPolicy"));
            assertThat(router.log()).doesNotContain("KIND_NOT_WATCHED EndpointSlice");
        }
    }

    @Test
    void longListsComeInPages() throws Exception {
        server.apply("""
            apiVersion: v1
            kind: Namespace
            metadata: {name: pages}
            """);
        for (int i = 0; i < 1_100; i++) {
            server.apply(Example.service("many-" + i).replace("my-ns", "pages"));
        }
        server.apply(host("last").replace("my-ns", "pages").replace("host: model", "host: many-1099"));
        try (RouterProcess router = RouterProcess.start(directory, server.kubeconfig("router"))) {
            router.awaitReady();
            assertThat(router.log())
                    .contains("outbound|8000||many-1099.pages.svc.cluster.local")
                    .doesNotContain("CLUSTER_UNREACHABLE");
        }
    }
}
