package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.sluice.watcher.kubernetes.ClusterAccess;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kubeconfig is all that is needed to list and watch. */
class ClusterAccessTest {
    @TempDir
    private Path directory;

    @Test
    void aKindIsListedAndWatchedWithTheJdksClient() throws Exception {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Watcher<Service> watcher = new Watcher<>() {
            @Override
            public void eventReceived(Action action, Service service) {
                seen.add(action + " " + service.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
        try (MockCluster cluster = new MockCluster();
                KubernetesClient client = new ClusterAccess(cluster.kubeconfig(directory)).open()) {
            client.resource(service("first")).create();

            assertThat(client.services().inNamespace("my-ns").list().getItems())
                    .extracting(service -> service.getMetadata().getName())
                    .containsExactly("first");
            try (var watch = client.services().inNamespace("my-ns").watch(watcher)) {
                client.resource(service("second")).create();

                assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("ADDED first");
                assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("ADDED second");
            }
        }
    }

    private static Service service(String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("my-ns")
                .withName(name)
                .endMetadata()
                .build();
    }
}
