package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kubernetes.Followed.How;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds that the API server does not let the router read: the rest is served, unless one might keep somebody out. */
class ForbiddenKindsTest extends StubbedCluster {
    private static final String SECURE_GATEWAY = """
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge, namespace: istio-system}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - port: {number: 443, name: https, protocol: HTTPS}
            hosts: ["*"]
            tls: {mode: SIMPLE, credentialName: edge-cert}
        """;

    @BeforeEach
    void start() {
        server.objects.apply(Example.model("iris", "10.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "namespaces", "serviceentries", "telemetries", "pods", "seldondeployments"})
    void anyOtherKindIsToldOfOnceAndTheRestIsServed(String plural) throws Exception {
        server.failLists(plural, new Fault.Status(403));
        try (Followed followed = follow().awaitReady()) {
            followed.await("told", () -> followed.told(Code.KIND_FORBIDDEN));
            assertThat(followed.problems())
                    .filteredOn(problem -> problem.code() == Code.KIND_FORBIDDEN)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.severity()).isEqualTo(Severity.WARNING));
            assertThat(followed.addresses()).containsExactly("10.0.0.1");

            int before = server.asked(plural, false).size();
            followed.await("asked again", () -> server.asked(plural, false).size() > before + 2);
            assertThat(followed.problems())
                    .filteredOn(problem -> problem.code() == Code.KIND_FORBIDDEN)
                    .hasSize(1);

            server.failLists(plural, null);
            followed.await("granted", () -> !followed.told(Code.KIND_FORBIDDEN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorizationpolicies", "requestauthentications"})
    void nobodyIsServedBeforePoliciesCanBeRead(String plural) throws Exception {
        server.failLists(plural, new Fault.Status(403));
        try (Followed followed = follow()) {
            followed.await("told", () -> followed.told(Code.KIND_FORBIDDEN));
            assertThat(followed.ready(Duration.ofMillis(300))).isFalse();
            assertThat(followed.problems())
                    .anySatisfy(problem ->
                            assertThat(problem.toString()).contains("error KIND_FORBIDDEN", "--without-policies"));

            server.failLists(plural, null);
            followed.awaitReady();
        }
    }

    @Test
    void unlessTheRouterIsToldToServeWithoutThem() throws Exception {
        server.failLists("authorizationpolicies", new Fault.Status(403));
        try (Followed followed = follow(How.PLAIN.openly()).awaitReady()) {
            followed.await("told", () -> followed.told(Code.KIND_FORBIDDEN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpointslices", "authorizationpolicies"})
    void aKindThatMayBeListedAndNotWatchedIsListedAgainAndAgainAndToldOfOnce(String plural) throws Exception {
        server.failWatches(plural, new Fault.Status(403));
        try (Followed followed = follow().awaitReady()) {
            followed.await("told", () -> followed.told(Code.KIND_NOT_WATCHED));
            server.objects.apply(Example.slice("iris", "10.0.0.2"));
            int before = server.asked(plural, false).size();
            followed.await("listed again", () -> server.asked(plural, false).size() > before + 2);
            followed.await("followed", () -> followed.addresses().equals(List.of("10.0.0.2")));
            assertThat(followed.problems())
                    .filteredOn(problem -> problem.code() == Code.KIND_NOT_WATCHED)
                    .hasSize(1);

            server.failWatches(plural, null);
            followed.await("granted", () -> !followed.told(Code.KIND_NOT_WATCHED));
        }
    }

    @Test
    void secretsThatNobodyNamesAreNotMissed() throws Exception {
        server.failLists("secrets", new Fault.Status(403));
        try (Followed followed = follow().awaitReady()) {
            assertThat(followed.told(Code.KIND_FORBIDDEN)).isFalse();
        }
    }

    @Test
    void aSecretThatAGatewayNamesIsNeeded() throws Exception {
        server.failLists("secrets", new Fault.Status(403));
        server.objects.apply(SECURE_GATEWAY);
        try (Followed followed = follow()) {
            followed.await(
                    "told",
                    () -> followed.problems().stream()
                            .anyMatch(problem -> problem.toString().startsWith("error KIND_FORBIDDEN Secret")));
            assertThat(followed.ready(Duration.ofMillis(300))).isFalse();

            server.failLists("secrets", null);
            followed.awaitReady();
        }
    }

    /** As with a role of {@code resourceNames}, which is how the chart grants Secrets. */
    @Test
    void whereSecretsMayNotBeListedTheNamedOnesAreReadByName() throws Exception {
        server.grantSecretsByName(Set.of("edge-cert"));
        server.objects.apply(SECURE_GATEWAY);
        server.objects.apply("""
            apiVersion: v1
            kind: Secret
            metadata: {name: edge-cert, namespace: istio-system}
            data: {cacert: bm90IGEgY2VydGlmaWNhdGU=}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: somebody-elses, namespace: istio-system}
            data: {cacert: bm90IGEgY2VydGlmaWNhdGU=}
            """);
        try (Followed followed = follow().awaitReady()) {
            followed.await("read", () -> followed.problems().toString().contains("Secret istio-system/edge-cert"));
            assertThat(followed.problems().toString()).doesNotContain("somebody-elses", "KIND_FORBIDDEN");
            followed.await(
                    "watched by name",
                    () -> server.asked("secrets", true).stream()
                            .anyMatch(asked -> asked.query().contains("edge-cert&")));
        }
    }

    @Test
    void aPolicyKindThatIsTakenAwayLaterKeepsItsPoliciesInForce() throws Exception {
        server.objects.apply("""
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: closed, namespace: istio-system}
            spec: {}
            """);
        try (Followed followed = follow().awaitReady()) {
            String guarded = followed.table().toString();
            server.failLists("authorizationpolicies", new Fault.Status(403));
            server.failWatches("authorizationpolicies", new Fault.Status(403));
            server.objects.forget();
            server.disconnect();

            followed.await("told", () -> followed.told(Code.KIND_FORBIDDEN));
            assertThat(followed.table()).hasToString(guarded);
        }
    }
}
