package io.sluice.cli;

import io.sluice.router.RouterConfig;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import io.sluice.watcher.Publisher;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An example of {@code demo/} as its users read it, served on free ports: only port numbers differ from the file. */
final class ServedExample implements AutoCloseable {
    static final String PREDICTION = "{\"data\":{\"names\":[\"a\",\"b\"],\"ndarray\":[[1,2]]}}";

    final StubModel main;
    final StubModel canary;
    final int port;
    /** In force so far. */
    final AtomicInteger tables;

    private final Path manifest;
    private final Serving serving;
    private final Watcher watcher;

    private ServedExample(
            StubModel main,
            StubModel canary,
            int port,
            Path manifest,
            Serving serving,
            Watcher watcher,
            AtomicInteger tables) {
        this.main = main;
        this.canary = canary;
        this.port = port;
        this.manifest = manifest;
        this.serving = serving;
        this.watcher = watcher;
        this.tables = tables;
    }

    static ServedExample start(String name, Path directory) throws IOException, InterruptedException {
        StubModel main = StubModel.start(0, "main");
        StubModel canary = StubModel.start(0, "canary");
        Path manifest = directory.resolve("manifests.yaml");
        Files.copy(Path.of("..", "demo", name, "manifests.yaml"), manifest);
        int port = FreePort.any();
        Placement placement = new DemoPlacement(port, Map.of(18001, main.port(), 18002, canary.port()));
        Serving serving = Serving.start(RouterConfig.defaults().withEventLoops(2), placement);
        AtomicInteger tables = new AtomicInteger();
        Watcher watcher =
                Watcher.start(WatcherConfig.of(List.of(directory)), new Counted(serving, tables), problems -> {});
        if (!watcher.awaitFirst(Duration.ofSeconds(20))) {
            throw new IllegalStateException("no table of " + name);
        }
        return new ServedExample(main, canary, port, manifest, serving, watcher, tables);
    }

    /** Counts tables once they are in force. */
    private record Counted(Publisher publisher, AtomicInteger tables) implements Publisher {
        @Override
        public void publish(RoutingTable table) {
            publisher.publish(table);
            tables.incrementAndGet();
        }

        @Override
        public void publish(Endpoints endpoints) {
            publisher.publish(endpoints);
        }
    }

    RawClient connect() throws IOException {
        return RawClient.connect(port);
    }

    int adminPort() {
        return serving.adminPort();
    }

    /** An edit as an editor saves it: a new file, renamed over the old one. */
    void weights(int mainWeight, int canaryWeight) throws IOException {
        String[] parts = Files.readString(manifest).split("traffic: \\d+", -1);
        Path next = manifest.resolveSibling(".manifests.yaml");
        Files.writeString(next, parts[0] + "traffic: " + mainWeight + parts[1] + "traffic: " + canaryWeight + parts[2]);
        Files.move(next, manifest, StandardCopyOption.REPLACE_EXISTING);
    }

    static String predict(String host, String path) {
        return "POST " + path + " HTTP/1.1\r\nhost: " + host + "\r\ncontent-type: application/json\r\ncontent-length: "
                + PREDICTION.length() + "\r\n\r\n" + PREDICTION;
    }

    @Override
    public void close() throws IOException {
        watcher.close();
        serving.close();
        main.close();
        canary.close();
    }
}
