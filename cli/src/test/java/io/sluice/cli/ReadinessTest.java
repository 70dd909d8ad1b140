package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.RouterConfig;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.testkit.RawClient;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /ready} says 200 from the first complete table on, whatever becomes of its source afterwards. */
@Timeout(60)
class ReadinessTest {
    /** No listener: nothing here is about ports. */
    private static final Placement NOWHERE = new Placement() {
        @Override
        public RoutingTable place(RoutingTable declared) {
            return RoutingTable.EMPTY;
        }

        @Override
        public Endpoints place(Endpoints declared) {
            return declared;
        }
    };

    @TempDir
    Path directory;

    @Test
    void waitsForTheFirstCompleteTableAndNeverGoesBack() throws Exception {
        Path manifests = directory.resolve("manifests");
        try (Serving serving = Serving.start(RouterConfig.defaults().withEventLoops(1), NOWHERE);
                Watcher watcher = serving.follow(WatcherConfig.of(List.of(manifests)))) {
            assertThat(watcher.awaitFirst(Duration.ofMillis(1))).isFalse();
            assertThat(ready(serving)).startsWith("http/1.1 503");
            Files.createDirectory(manifests);
            assertThat(watcher.awaitFirst(Duration.ofSeconds(20))).isTrue();
            assertThat(ready(serving)).startsWith("http/1.1 200");
            Files.delete(manifests);
            assertThat(ready(serving)).startsWith("http/1.1 200");
        }
    }

    private static String ready(Serving serving) throws IOException {
        try (RawClient client = RawClient.connect(serving.adminPort())) {
            return client.send("GET /ready HTTP/1.1\r\nhost: localhost\r\n\r\n").message();
        }
    }
}
