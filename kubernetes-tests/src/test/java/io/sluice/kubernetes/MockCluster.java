package io.sluice.kubernetes;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;

/** fabric8's mock of an API server, which keeps what it is given, on a free port of 127.0.0.1. */
final class MockCluster implements AutoCloseable {
    private final KubernetesMockServer server;

    MockCluster() {
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init();
    }

    String url() {
        return server.url("/");
    }

    /** Writes a kubeconfig that leads to it. */
    Path kubeconfig(Path directory) throws IOException {
        return Kubeconfig.write(directory, url());
    }

    @Override
    public void close() {
        server.destroy();
    }
}
