package io.sluice.kubernetes;

import io.sluice.kubernetes.Followed.How;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of a followed cluster begin with: an API server of their own, which holds nothing yet. */
abstract class StubbedCluster {
    StubApiServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void startServer() throws IOException {
        server = new StubApiServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    Followed follow() throws IOException {
        return follow(How.PLAIN);
    }

    Followed follow(How how) throws IOException {
        return Followed.start(directory, server.url(), how);
    }
}
