package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sluice.router.RouterConfig;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import io.sluice.watcher.Publisher;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.translate.Translation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What tools of progressive delivery write, step by step, as data below {@code delivery}: after each step the split is what it says,
 * and of the requests that are under way meanwhile none is lost.
 */
@Timeout(120)
class ProgressiveDeliveryTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int REQUESTS = 500;

    @TempDir
    Path directory;

    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private volatile List<Problem> problems = List.of();

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void everyStepIsFollowedAndNothingIsLost(Path file) throws Exception {
        try (StubModel primary = StubModel.start(0, "primary");
                StubModel canary = StubModel.start(0, "canary")) {
            int port = FreePort.any();
            JsonNode recorded = YAML.readTree(Files.readString(file)
                    .replace("${port}", Integer.toString(port))
                    .replace("${primary}", Integer.toString(primary.port()))
                    .replace("${canary}", Integer.toString(canary.port())));
            PatchedObjects objects = new PatchedObjects(recorded.path("objects"));
            save(objects);
            Call call = new Call(
                    port, recorded.path("host").asText(), recorded.path("path").asText("/api/v1.0/predictions"));
            InForce inForce = new InForce(Serving.start(RouterConfig.defaults().withEventLoops(2), Placement.DECLARED));
            WatcherConfig config = WatcherConfig.of(List.of(directory));
            try (inForce;
                    Watcher watcher = Watcher.start(config, inForce, now -> problems = now)) {
                assertThat(watcher.awaitFirst(Duration.ofSeconds(20))).isTrue();
                for (JsonNode step : recorded.path("steps")) {
                    List<Problem> before = problems;
                    try (Load load = new Load(call)) {
                        objects.patch(step.path("patches"));
                        save(objects);
                        if (step.path("refused").asBoolean()) {
                            await(() -> !problems.equals(before)
                                    && problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR));
                        } else {
                            Translation meant = Watcher.translate(config);
                            assertThat(meant.problems())
                                    .as(step.path("name").asText())
                                    .noneMatch(problem -> problem.severity() == Severity.ERROR);
                            await(() -> inForce.is(meant));
                        }
                    }
                    assertThat(failed).as(step.path("name").asText()).isEmpty();
                    check(step.path("name").asText(), call, step, canary);
                    for (JsonNode other : step.path("calls")) {
                        check(step.path("name").asText() + ", " + other.path("headers"), call, other, canary);
                    }
                }
            }
        }
    }

    private static void check(String step, Call call, JsonNode wanted, StubModel canary)
            throws IOException, InterruptedException {
        long before = canary.predictions();
        int answered = 0;
        try (RawClient client = RawClient.connect(call.port())) {
            for (int i = 0; i < REQUESTS; i++) {
                String answer = client.send(call.text(wanted.path("headers"))).message();
                assertThat(answer).as(step).startsWith("http/1.1 200 ok\r\n");
                answered += answer.contains("\"predictor\":\"canary\"") ? 1 : 0;
            }
        }
        share(step, answered, wanted.path("split").path("canary").asDouble());
        double copied = wanted.path("shadows").path("canary").asDouble() / 100;
        int byCanary = answered;
        // Copies are waited for by nobody: the last may still be under way.
        await(() -> canary.predictions() - before - byCanary
                >= Math.floor(REQUESTS * copied - 5 * Math.sqrt(REQUESTS * copied * (1 - copied))));
        share(step + ", copies", (int) (canary.predictions() - before - answered), copied * 100);
    }

    /** Within five standard deviations; nothing and everything are exact. */
    private static void share(String step, int observed, double percent) {
        double share = percent / 100;
        assertThat((double) observed)
                .as(step)
                .isCloseTo(REQUESTS * share, within(5 * Math.sqrt(REQUESTS * share * (1 - share))));
    }

    private void save(PatchedObjects objects) throws IOException {
        Path next = Files.writeString(directory.resolve(".objects.yaml"), objects.text());
        Files.move(next, directory.resolve("objects.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    /** A request, but for headers. */
    private record Call(int port, String host, String path) {
        String text(JsonNode headers) {
            StringBuilder more = new StringBuilder();
            headers.properties()
                    .forEach(header -> more.append(header.getKey())
                            .append(": ")
                            .append(header.getValue().asText())
                            .append("\r\n"));
            return ServedExample.predict(host, path).replaceFirst("\r\n", "\r\n" + more);
        }
    }

    /** Clients that call while something changes. */
    private final class Load implements AutoCloseable {
        private final AtomicBoolean done = new AtomicBoolean();
        private final List<Thread> clients = new ArrayList<>();

        Load(Call call) {
            for (int i = 0; i < 3; i++) {
                clients.add(Thread.ofVirtual().start(() -> run(call)));
            }
        }

        private void run(Call call) {
            try (RawClient client = RawClient.connect(call.port())) {
                while (!done.get()) {
                    String answer = client.send(ServedExample.predict(call.host(), call.path()))
                            .message();
                    if (!answer.startsWith("http/1.1 200 ok\r\n")) {
                        failed.add(answer);
                    }
                }
            } catch (IOException broken) {
                failed.add(broken.toString());
            }
        }

        @Override
        public void close() throws InterruptedException {
            done.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
    }

    /** What was published last, once it is in force. */
    private static final class InForce implements Publisher, AutoCloseable {
        private final Serving serving;
        private volatile RoutingTable table = RoutingTable.EMPTY;
        private volatile Endpoints endpoints = Endpoints.EMPTY;

        InForce(Serving serving) {
            this.serving = serving;
        }

        boolean is(Translation meant) {
            return table.equals(meant.table()) && endpoints.equals(meant.endpoints());
        }

        @Override
        public void publish(RoutingTable next) {
            serving.publish(next);
            table = next;
        }

        @Override
        public void publish(Endpoints next) {
            serving.publish(next);
            endpoints = next;
        }

        @Override
        public void close() {
            serving.close();
        }
    }

    static Stream<Path> recorded() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(
                Path.of(ProgressiveDeliveryTest.class.getResource("delivery").toURI()))) {
            return files.sorted().toList().stream();
        }
    }
}
