package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kubernetes.Followed.How;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --selector}: routes that lack the labels are not served; what guards and describes destinations counts all the same. */
class SelectorTest extends StubbedCluster {
    private static final String LABELLED = "metadata: {labels: {team: a}, name: ";

    @BeforeEach
    void start() {
        server.objects.apply(Example.model("others", "10.0.0.2"));
        server.objects.apply(Example.service("ours") + Example.slice("ours", "10.0.0.1"));
        server.objects.apply(labelled("ours", "/v1"));
    }

    private static String labelled(String name, String path) {
        return Example.route(name, path).replace("metadata: {name: ", LABELLED);
    }

    private Followed ours() throws Exception {
        return follow(How.PLAIN.selecting("team=a")).awaitReady();
    }

    @Test
    void onlyRoutesWithTheLabelsAreServedAndLabelsMayComeAndGo() throws Exception {
        try (Followed followed = ours()) {
            assertThat(followed.addresses()).containsExactly("10.0.0.1");

            server.objects.apply(labelled("others", "/v1"));
            followed.await("labelled", () -> followed.addresses().size() == 2);

            server.objects.apply(Example.route("ours", "/v1"));
            followed.await("no more", () -> followed.addresses().size() == 1);
            assertThat(followed.addresses()).containsExactly("10.0.0.2");
        }
    }

    @Test
    void rulesOfDestinationsAndPoliciesCountWithoutThem() throws Exception {
        server.objects.apply("""
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: ours, namespace: my-ns}
            spec: {host: ours, trafficPolicy: {connectionPool: {http: {http1MaxPendingRequests: 4321}}}}
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: closed-to-all, namespace: istio-system}
            spec: {}
            """);
        try (Followed followed = ours()) {
            assertThat(followed.says("4321")).isTrue();
            assertThat(followed.says("closed-to-all")).isTrue();
        }
    }

    @Test
    void nothingElseIsAskedForByLabels() throws Exception {
        try (Followed followed = ours()) {
            assertThat(followed.addresses()).isNotEmpty();
            assertThat(server.askedByLabels()).containsExactlyInAnyOrder("virtualservices", "seldondeployments");
        }
    }
}
