package io.sluice.watcher;

import static io.sluice.watcher.Yaml.GATEWAY;
import static io.sluice.watcher.Yaml.MODEL;
import static io.sluice.watcher.Yaml.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory that changes under the watcher's eyes. Everything awaited is an event; nothing is slept for. */
@Timeout(60)
class WatcherTest {
    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    Path directory;

    private final BlockingQueue<RoutingTable> tables = new LinkedBlockingQueue<>();
    private final BlockingQueue<Endpoints> endpoints = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<Problem>> problems = new LinkedBlockingQueue<>();

    @BeforeEach
    void manifests() throws IOException {
        Files.writeString(directory.resolve("model.yaml"), MODEL + GATEWAY);
        Files.writeString(directory.resolve("routes.yaml"), routes(75));
    }

    private static String routes(int weight) {
        return virtualService(
                "vs",
                "2026-01-01T00:00:00Z",
                "hosts: ['*']\n"
                        + "gateways: [istio-system/edge]\n"
                        + "http:\n"
                        + "- route:\n"
                        + "  - {destination: {host: model}, weight: "
                        + weight + "}\n  - {destination: {host: model, port: {number: 8000}}, weight: 25}\n");
    }

    private Watcher watch() throws InterruptedException {
        Publisher publisher = new Publisher() {
            @Override
            public void publish(Endpoints published) {
                endpoints.add(published);
            }

            @Override
            public void publish(RoutingTable table) {
                // Make before break: the table's endpoints have come first.
                assertThat(endpoints).isNotEmpty();
                tables.add(table);
            }
        };
        Watcher watcher = Watcher.start(WatcherConfig.of(List.of(directory)), publisher, problems::add);
        assertThat(watcher.awaitFirst(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        return watcher;
    }

    private RoutingTable nextTable() throws InterruptedException {
        RoutingTable table = tables.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(table).as("a table is published").isNotNull();
        return table;
    }

    private void awaitProblems(Predicate<List<Problem>> wanted) throws InterruptedException {
        List<Problem> told;
        do {
            told = problems.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(told).as("problems are told").isNotNull();
        } while (!wanted.test(told));
    }

    private static boolean has(List<Problem> problems, Code code) {
        return problems.stream().anyMatch(problem -> problem.code() == code);
    }

    @Test
    void anEditedWeightIsPublished() throws Exception {
        try (Watcher watcher = watch()) {
            assertThat(nextTable().toString()).contains("weight=75");
            Files.writeString(directory.resolve("routes.yaml"), routes(10));
            assertThat(nextTable().toString()).contains("weight=10");
        }
    }

    @Test
    void aFileRenamedOverAnotherIsAChange() throws Exception {
        try (Watcher watcher = watch()) {
            nextTable();
            Path next = directory.resolve(".next");
            Files.writeString(next, routes(20));
            Files.move(next, directory.resolve("routes.yaml"), StandardCopyOption.REPLACE_EXISTING);
            assertThat(nextTable().toString()).contains("weight=20");
        }
    }

    @Test
    void theSymlinkSwapOfAConfigMapIsAChange() throws Exception {
        Path versions = Files.createDirectory(directory.resolve("..versions"));
        Path first = Files.createDirectory(versions.resolve("1"));
        Path second = Files.createDirectory(versions.resolve("2"));
        Files.writeString(first.resolve("routes.yaml"), routes(30));
        Files.writeString(second.resolve("routes.yaml"), routes(40));
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first);
        Files.delete(directory.resolve("routes.yaml"));
        Files.createSymbolicLink(directory.resolve("routes.yaml"), data.resolve("routes.yaml"));
        try (Watcher watcher = watch()) {
            assertThat(nextTable().toString()).contains("weight=30");
            Path swap = Files.createSymbolicLink(directory.resolve("..swap"), second);
            Files.move(swap, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            assertThat(nextTable().toString()).contains("weight=40");
        }
    }

    @Test
    void aBrokenFileLeavesWhatWasAdmittedFromItInForce() throws Exception {
        try (Watcher watcher = watch()) {
            nextTable();
            Files.writeString(
                    directory.resolve("routes.yaml"), "apiVersion: networking.istio.io/v1\nkind: [VirtualSer");
            awaitProblems(told -> has(told, Code.UNREADABLE_FILE));
            Files.writeString(directory.resolve("routes.yaml"), routes(5));
            // Nothing was published in between: the next table is the mended one.
            assertThat(nextTable().toString()).contains("weight=5");
        }
    }

    @Test
    void aRefusedEditLeavesTheLastAdmittedVersionInForce() throws Exception {
        try (Watcher watcher = watch()) {
            nextTable();
            Files.writeString(directory.resolve("routes.yaml"), routes(-1));
            awaitProblems(told -> told.stream()
                    .anyMatch(problem -> problem.sentence().endsWith("its last admitted version stays in force")));
            Files.writeString(directory.resolve("routes.yaml"), routes(6));
            assertThat(nextTable().toString()).contains("weight=6");
        }
    }

    @Test
    void aDirectoryThatVanishesAndReturnsNeverEmptiesTheTable() throws Exception {
        Path moved = directory.resolveSibling(directory.getFileName() + "-moved");
        try (Watcher watcher = watch()) {
            nextTable();
            Files.move(directory, moved);
            awaitProblems(told -> has(told, Code.UNREADABLE_FILE));
            Files.move(moved, directory);
            awaitProblems(told -> !has(told, Code.UNREADABLE_FILE));
            assertThat(tables).isEmpty();
        }
    }

    @Test
    void endpointsHaveTheirOwnPath() throws Exception {
        try (Watcher watcher = watch()) {
            nextTable();
            endpoints.clear();
            Files.writeString(directory.resolve("model.yaml"), (MODEL + GATEWAY).replace("127.0.0.1", "127.0.0.9"));
            Endpoints changed = endpoints.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(changed).isNotNull();
            assertThat(changed.toString()).contains("127.0.0.9");
            assertThat(tables).isEmpty();
        }
    }

    @Test
    void aPublisherThatFailsIsToldAndTheNextChangeIsFollowed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Publisher failing = new Publisher() {
            @Override
            public void publish(Endpoints published) {}

            @Override
            public void publish(RoutingTable table) {
                if (calls.getAndIncrement() == 0) {
                    throw new IllegalStateException("the first table is lost");
                }
                tables.add(table);
            }
        };
        try (Watcher watcher = Watcher.start(WatcherConfig.of(List.of(directory)), failing, problems::add)) {
            awaitProblems(told -> has(told, Code.INTERNAL));
            assertThat(watcher.awaitFirst(Duration.ZERO)).isFalse();
            Files.writeString(directory.resolve("routes.yaml"), routes(7));
            assertThat(nextTable().toString()).contains("weight=7");
            awaitProblems(told -> !has(told, Code.INTERNAL));
        }
    }

    @Test
    void whoeverIsToldOfProblemsMayFail() throws Exception {
        Publisher publisher = new Publisher() {
            @Override
            public void publish(Endpoints published) {}

            @Override
            public void publish(RoutingTable table) {
                tables.add(table);
            }
        };
        WatcherConfig config = WatcherConfig.of(List.of(directory));
        try (Watcher watcher = Watcher.start(config, publisher, told -> {
            throw new IllegalStateException("deaf");
        })) {
            assertThat(watcher.awaitFirst(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
            nextTable();
            Files.writeString(directory.resolve("routes.yaml"), routes(8));
            assertThat(nextTable().toString()).contains("weight=8");
        }
    }

    @Test
    void nothingIsPublishedBeforeEveryDirectoryCouldBeListed() throws Exception {
        Path late = directory.resolve("late");
        Publisher publisher = new Publisher() {
            @Override
            public void publish(Endpoints published) {}

            @Override
            public void publish(RoutingTable table) {
                tables.add(table);
            }
        };
        WatcherConfig config = WatcherConfig.of(List.of(directory.resolve("routes.yaml"), late));
        try (Watcher watcher = Watcher.start(config, publisher, problems::add)) {
            awaitProblems(told -> has(told, Code.UNREADABLE_FILE));
            assertThat(tables).isEmpty();
            Path ready = Files.createDirectory(directory.resolve("ready"));
            Files.move(directory.resolve("model.yaml"), ready.resolve("model.yaml"));
            Files.move(ready, late);
            assertThat(nextTable().toString()).contains("weight=75");
            assertThat(watcher.awaitFirst(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        }
    }

    @Test
    void anAppliedGenerationIsToldByWhatChanged() throws Exception {
        try (Watcher watcher = watch()) {
            RoutingTable before = nextTable();
            assertThat(TableChange.between(RoutingTable.EMPTY, before))
                    .contains("listeners added: gateway:8080")
                    .contains("hosts added: * on gateway:8080")
                    .contains("clusters added: outbound|8000||model.ns.svc.cluster.local");
            Files.writeString(directory.resolve("routes.yaml"), routes(9));
            assertThat(TableChange.between(before, nextTable()))
                    .isEqualTo("hosts changed: * on gateway:8080; routes changed: VirtualService ns/vs spec.http[0]");
        }
    }
}
