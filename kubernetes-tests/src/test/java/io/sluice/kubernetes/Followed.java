package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.Publisher;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.kubernetes.ClusterAccess;
import io.sluice.watcher.kubernetes.KubernetesSource;
import io.sluice.watcher.kubernetes.Patience;
import io.sluice.watcher.kubernetes.Scope;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A control plane that follows a cluster, and what it has published. <em>Shared</em>: one lock, on which changes are awaited. */
final class Followed implements Publisher, AutoCloseable {
    /** A tenth of a second where a router takes seconds. */
    static final Patience SHORT = new Patience(
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(50));

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final Watcher watcher;
    private RoutingTable table = RoutingTable.EMPTY;
    private Endpoints endpoints = Endpoints.EMPTY;
    private List<Problem> problems = List.of();
    private final List<String> missing = new ArrayList<>();
    private Consumer<Endpoints> endpointsListener = next -> {};
    private int tables;

    private Followed(Path directory, String url, How how) throws IOException {
        client = new ClusterAccess(Kubeconfig.write(directory, url)).open();
        watcher = Watcher.start(
                new KubernetesSource(
                        client,
                        new Scope(how.namespaces(), how.selector(), "istio-system", "istio-system"),
                        how.withoutPolicies(),
                        how.lastGood(),
                        how.patience()),
                Settings.DEFAULT.ofCluster(),
                this,
                this::tell);
    }

    /** How a cluster is followed. */
    record How(
            List<String> namespaces,
            String selector,
            boolean withoutPolicies,
            @Nullable Path lastGood,
            Patience patience) {
        static final How PLAIN = new How(List.of(), "", false, null, SHORT);

        How namespaces(String... names) {
            return new How(List.of(names), selector, withoutPolicies, lastGood, patience);
        }

        How selecting(String labels) {
            return new How(namespaces, labels, withoutPolicies, lastGood, patience);
        }

        How openly() {
            return new How(namespaces, selector, true, lastGood, patience);
        }

        How keptIn(Path file) {
            return new How(namespaces, selector, withoutPolicies, file, patience);
        }

        How with(Patience other) {
            return new How(namespaces, selector, withoutPolicies, lastGood, other);
        }
    }

    static Followed start(Path directory, String url) throws IOException {
        return new Followed(directory, url, How.PLAIN);
    }

    static Followed start(Path directory, String url, How how) throws IOException {
        return new Followed(directory, url, how);
    }

    @Override
    public synchronized void publish(Endpoints next) {
        endpoints = next;
        endpointsListener.accept(next);
        notifyAll();
    }

    @Override
    public synchronized void publish(RoutingTable next) {
        // Make before break: whoever is named has been told of, and has its endpoints if it had any.
        next.clusters().keySet().stream()
                .filter(name -> !endpoints.byCluster().containsKey(name))
                .forEach(missing::add);
        table = next;
        tables++;
        notifyAll();
    }

    /** Who is to be told of endpoints as they are published. */
    synchronized void onEndpoints(Consumer<Endpoints> listener) {
        endpointsListener = listener;
    }

    private synchronized void tell(List<Problem> now) {
        problems = now;
        notifyAll();
    }

    /** Waits until it is so; what was published meanwhile is part of the message if it never is. */
    synchronized Followed await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            assertThat(left)
                    .as("%s; endpoints %s; problems %s", what, endpoints.byCluster(), problems)
                    .isPositive();
            // What is awaited may be the stub's to say, who notifies nobody here.
            wait(Math.min(left / 1_000_000 + 1, 10));
        }
        return this;
    }

    Followed awaitReady() throws InterruptedException {
        assertThat(watcher.awaitFirst(LONGEST))
                .as("a first table; problems %s", problems())
                .isTrue();
        return this;
    }

    /** Whether a table was published within this time. */
    boolean ready(Duration patience) throws InterruptedException {
        return watcher.awaitFirst(patience);
    }

    synchronized RoutingTable table() {
        return table;
    }

    synchronized Endpoints endpoints() {
        return endpoints;
    }

    synchronized List<Problem> problems() {
        return problems;
    }

    synchronized int tables() {
        return tables;
    }

    synchronized boolean told(Code code) {
        return problems.stream().anyMatch(problem -> problem.code() == code);
    }

    /** Addresses behind all clusters, in order. */
    synchronized List<String> addresses() {
        return endpoints.byCluster().values().stream()
                .flatMap(List::stream)
                .map(Endpoint::address)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether the table says something, anywhere. */
    synchronized boolean says(String text) {
        return table.toString().contains(text);
    }

    /** Clusters that a table named before their endpoints had been published. */
    synchronized List<String> missing() {
        return List.copyOf(missing);
    }

    @Override
    public void close() {
        watcher.close();
        client.close();
    }
}
