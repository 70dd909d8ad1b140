package io.sluice.watcher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.watcher.admission.Kinds;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where kinds are asked for, and that each of them is one that admission knows. */
class KindTest {
    @ParameterizedTest
    @CsvSource({
        "Service, '', /api/v1/services",
        "Pod, my-ns, /api/v1/namespaces/my-ns/pods",
        "Namespace, '', /api/v1/namespaces",
        "Gateway, '', /apis/networking.istio.io/v1/gateways",
        "ServiceEntry, '', /apis/networking.istio.io/v1/serviceentries",
        "WorkloadEntry, my-ns, /apis/networking.istio.io/v1/namespaces/my-ns/workloadentries",
        "VirtualService, my-ns, /apis/networking.istio.io/v1/namespaces/my-ns/virtualservices",
        "AuthorizationPolicy, '', /apis/security.istio.io/v1/authorizationpolicies",
        "PeerAuthentication, '', /apis/security.istio.io/v1/peerauthentications",
        "NetworkPolicy, '', /apis/networking.k8s.io/v1/networkpolicies",
        "EndpointSlice, my-ns, /apis/discovery.k8s.io/v1/namespaces/my-ns/endpointslices",
        "Telemetry, '', /apis/telemetry.istio.io/v1/telemetries",
        "EnvoyFilter, '', /apis/networking.istio.io/v1alpha3/envoyfilters",
        "SeldonDeployment, my-ns, /apis/machinelearning.seldon.io/v1/namespaces/my-ns/seldondeployments"
    })
    void isAskedForWhereKubernetesHasIt(String name, String namespace, String path) {
        Kind kind = Kind.ALL.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(kind.path(kind.versions().get(0), namespace)).isEqualTo(path);
    }

    static Stream<Kind> kinds() {
        return Stream.concat(Kind.ALL.stream(), Stream.of(Kind.SECRET));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isReadByAdmission(Kind kind) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", kind.apiVersion(kind.versions().get(0)));
        document.put("kind", kind.name());
        assertThat(Kinds.ignored(document)).isFalse();
    }

    @Test
    void everyKindIsReadOnce() {
        assertThat(Kind.ALL).extracting(Kind::name).doesNotHaveDuplicates();
    }
}
