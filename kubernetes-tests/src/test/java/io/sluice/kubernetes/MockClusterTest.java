package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.sluice.watcher.kubernetes.ClusterAccess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same against fabric8's mock, which is not ours: what others write through its API, the control plane follows. */
class MockClusterTest {
    private static final ResourceDefinitionContext VIRTUAL_SERVICES = new ResourceDefinitionContext.Builder()
            .withGroup("networking.istio.io")
            .withVersion("v1")
            .withKind("VirtualService")
            .withPlural("virtualservices")
            .withNamespaced(true)
            .build();

    @TempDir
    private Path directory;

    @Test
    void objectsThatOthersCreatePatchAndDeleteAreFollowed() throws Exception {
        try (MockCluster cluster = new MockCluster();
                KubernetesClient kubectl = new ClusterAccess(cluster.kubeconfig(directory)).open()) {
            var services = kubectl.services().inNamespace("my-ns");
            services.resource(Serialization.unmarshal(yaml(Example.service("iris")), Service.class))
                    .create();
            kubectl.discovery()
                    .v1()
                    .endpointSlices()
                    .inNamespace("my-ns")
                    .resource(Serialization.unmarshal(yaml(Example.slice("iris", "10.0.0.1")), EndpointSlice.class))
                    .create();
            var routes = kubectl.genericKubernetesResources(VIRTUAL_SERVICES).inNamespace("my-ns");
            routes.resource(route("/v1")).create();
            try (Followed followed = Followed.start(directory, cluster.url()).awaitReady()) {
                assertThat(followed.says("/v1")).isTrue();
                assertThat(followed.addresses()).containsExactly("10.0.0.1");

                routes.withName("iris").edit(before -> route("/v2"));
                followed.await("the patch", () -> followed.says("/v2"));

                routes.withName("iris").delete();
                followed.await("the deletion", () -> !followed.says("/v2"));
            }
        }
    }

    private static GenericKubernetesResource route(String path) {
        return Serialization.unmarshal(yaml(Example.route("iris", path)), GenericKubernetesResource.class);
    }

    private static String yaml(String document) {
        return document.replace("---\n", "");
    }
}
