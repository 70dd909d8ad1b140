package io.sluice.watcher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** By what names kinds are asked for: those of their CustomResourceDefinitions, which no rule of English makes. */
class KindTest {
    private static final Set<String> PATHS = Set.of(
            "/api/v1/namespaces",
            "/api/v1/nodes",
            "/api/v1/services",
            "/api/v1/secrets",
            "/api/v1/pods",
            "/apis/discovery.k8s.io/v1/endpointslices",
            "/apis/networking.k8s.io/v1/networkpolicies",
            "/apis/machinelearning.seldon.io/v1/seldondeployments",
            "/apis/networking.istio.io/v1/gateways",
            "/apis/networking.istio.io/v1/virtualservices",
            "/apis/networking.istio.io/v1/destinationrules",
            "/apis/networking.istio.io/v1/serviceentries",
            "/apis/networking.istio.io/v1/workloadentries",
            "/apis/networking.istio.io/v1/workloadgroups",
            "/apis/networking.istio.io/v1/sidecars",
            "/apis/networking.istio.io/v1alpha3/envoyfilters",
            "/apis/networking.istio.io/v1beta1/proxyconfigs",
            "/apis/security.istio.io/v1/authorizationpolicies",
            "/apis/security.istio.io/v1/requestauthentications",
            "/apis/security.istio.io/v1/peerauthentications",
            "/apis/telemetry.istio.io/v1/telemetries",
            "/apis/extensions.istio.io/v1alpha1/wasmplugins",
            "/apis/extensions.istio.io/v1alpha1/trafficextensions");

    @Test
    void everyKindIsAskedForByItsName() {
        Set<String> asked = Kind.ALL.stream()
                .map(kind -> kind.path(kind.versions().get(0), ""))
                .collect(Collectors.toSet());
        assertThat(PATHS).containsAll(asked);
    }
}
