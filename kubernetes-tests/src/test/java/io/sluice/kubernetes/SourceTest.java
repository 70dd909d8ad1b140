package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kubernetes.Followed.How;
import io.sluice.watcher.problem.Code;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of a cluster, and when it counts. */
class SourceTest extends StubbedCluster {
    @BeforeEach
    void start() {
        server.objects.apply(Example.model("iris", "10.0.0.1"));
    }

    @Test
    void aClusterIsServed() throws Exception {
        try (Followed followed = follow().awaitReady()) {
            assertThat(followed.says("/v1")).isTrue();
            assertThat(followed.addresses()).containsExactly("10.0.0.1");
        }
    }

    @Test
    void nothingIsServedBeforeEveryKindHasBeenListed() throws Exception {
        server.failLists("endpointslices", new Fault.Status(500));
        try (Followed followed = follow()) {
            followed.await("told why", () -> followed.told(Code.CLUSTER_UNREACHABLE));

            assertThat(followed.ready(Duration.ZERO)).isFalse();

            server.failLists("endpointslices", null);
            followed.awaitReady();
            followed.await("solved", () -> !followed.told(Code.CLUSTER_UNREACHABLE));
            assertThat(followed.addresses()).containsExactly("10.0.0.1");
        }
    }

    @Test
    void changesAreServedAndThoseOfEndpointsMakeNoTable() throws Exception {
        try (Followed followed = follow().awaitReady()) {
            int tables = followed.tables();

            server.objects.apply(Example.slice("iris", "10.0.0.2"));
            followed.await("the new address", () -> followed.addresses().equals(List.of("10.0.0.2")));
            assertThat(followed.tables()).isEqualTo(tables);

            server.objects.apply(Example.route("iris", "/v2"));
            followed.await("the new path", () -> followed.says("/v2"));
            assertThat(followed.tables()).isEqualTo(tables + 1);

            server.objects.delete(Example.VIRTUAL_SERVICES, "my-ns", "iris");
            followed.await("no route", () -> !followed.says("/v2"));
        }
    }

    @Test
    void aKindThatIsNotInstalledIsPassedOverUntilItIs() throws Exception {
        server.withdraw("virtualservices");
        try (Followed followed = follow().awaitReady()) {
            assertThat(followed.says("/v1")).isFalse();
            assertThat(followed.problems())
                    .noneMatch(
                            problem -> problem.code() == Code.KIND_VANISHED || problem.code() == Code.KIND_FORBIDDEN);

            server.install("virtualservices");
            followed.await("the route", () -> followed.says("/v1"));
        }
    }

    @Test
    void anOlderVersionOfAKindWillDo() throws Exception {
        server.objects.apply(Example.service("old")
                + Example.route("old", "/old").replace("networking.istio.io/v1", "networking.istio.io/v1beta1"));
        server.withdraw("/apis/networking.istio.io/v1/");
        server.install("/apis/networking.istio.io/v1beta1/");
        try (Followed followed = follow().awaitReady()) {
            assertThat(followed.says("/old")).isTrue();
        }
    }

    @Test
    void aKindThatVanishesIsAFailureAndNoEmptyList() throws Exception {
        try (Followed followed = follow().awaitReady()) {
            server.withdraw("virtualservices");
            server.objects.drop(Example.VIRTUAL_SERVICES);
            server.disconnect();

            followed.await("told", () -> followed.told(Code.KIND_VANISHED));
            assertThat(followed.says("/v1")).isTrue();

            server.install("virtualservices");
            server.objects.apply(Example.route("iris", "/v3"));
            followed.await("the new one", () -> followed.says("/v3") && !followed.told(Code.KIND_VANISHED));
        }
    }

    @Test
    void onlyNamedNamespacesAreRead() throws Exception {
        server.objects.apply(Example.model("other", "10.0.0.9").replace("my-ns", "other-ns"));
        try (Followed followed = follow(How.PLAIN.namespaces("my-ns")).awaitReady()) {
            assertThat(followed.addresses()).containsExactly("10.0.0.1");
            assertThat(server.asked("virtualservices", false))
                    .allMatch(asked -> asked.path().contains("/namespaces/my-ns/"));
            // Its policies count everywhere.
            assertThat(server.asked("authorizationpolicies", false))
                    .anyMatch(asked -> asked.path().contains("/namespaces/istio-system/"));
        }
    }

    @Test
    void longListsComeInPages() throws Exception {
        for (int i = 0; i < 1200; i++) {
            server.objects.apply(Example.service("s" + i));
        }
        server.objects.apply(Example.model("z", "10.0.0.3").replace("{host: z}", "{host: s1199}"));
        try (Followed followed = follow().awaitReady()) {
            assertThat(server.asked("services", false)).hasSize(3);
            assertThat(followed.told(Code.UNKNOWN_SERVICE)).isFalse();
        }
    }

    @Test
    void anAddressThatIsNoPodsGetsNoRequests() throws Exception {
        server.objects.apply(Example.slice("iris", "127.0.0.1")
                + Example.slice("iris", "169.254.169.254").replace("iris-abc", "iris-def"));
        try (Followed followed = follow().awaitReady()) {
            assertThat(followed.addresses()).isEmpty();
            followed.await("told", () -> followed.told(Code.ENDPOINT_NOT_ALLOWED));
        }
    }

    @Test
    void aGatewayThatIsNotThereExposesNothing() throws Exception {
        server.objects.apply("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: edge, namespace: my-ns}
            spec:
              hosts: ["*"]
              gateways: [istio-system/seldon-gateway]
              http: [{route: [{destination: {host: iris}}]}]
            """);
        try (Followed followed = follow().awaitReady()) {
            followed.await("told", () -> followed.told(Code.MISSING_GATEWAY));
            assertThat(followed.table().listeners())
                    .allMatch(listener -> listener.name().startsWith("mesh"));
        }
    }
}
