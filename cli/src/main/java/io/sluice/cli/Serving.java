package io.sluice.cli;

import io.sluice.router.DrainReport;
import io.sluice.router.Router;
import io.sluice.router.RouterConfig;
import io.sluice.router.admin.ManifestNews;
import io.sluice.router.listen.BindFailure;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.Applied;
import io.sluice.watcher.Publisher;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.Source;
import io.sluice.watcher.write.ClusterWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both halves, put together: what the watcher publishes, the router serves. */
final class Serving implements Publisher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private final Router router;
    private final Placement placement;
    private final List<BindFailure> bindFailures = new ArrayList<>();
    private Set<Integer> ports = Set.of();
    private final KnownProblems known;
    private volatile Consumer<Applied> listener = applied -> {};
    private final KnownChanges changes;

    private Serving(Router router, Placement placement, KnownProblems known, KnownChanges changes) {
        this.changes = changes;
        this.router = router;
        this.placement = placement;
        this.known = known;
    }

    /**
     * Starts to serve manifests; a table is in force once {@link Watcher#awaitFirst} says so.
     *
     * @throws IOException if the admin port is taken
     */
    static Serving start(RouterConfig config, Placement placement) throws IOException {
        KnownProblems known = new KnownProblems();
        KnownChanges changes = new KnownChanges();
        Router router = Router.start(config, new ManifestNews(known::json, changes::json));
        return new Serving(router, placement, known, changes);
    }

    Watcher follow(WatcherConfig manifests) {
        return Watcher.start(manifests, this, known::tell);
    }

    /** @param told of what came of each change */
    Watcher follow(Source source, Settings settings, Consumer<Applied> told) {
        listener = told;
        return Watcher.start(source, settings, this, known::tell);
    }

    /** Whether this replica is the one that writes into the cluster. */
    void showLeadership(ClusterWriter writer) {
        router.gauge(
                "sluice.leader",
                "1 = this replica writes front Services and Events, 0 = another does",
                writer,
                one -> one.leads() ? 1 : 0);
    }

    @Override
    public void applied(Applied applied) {
        listener.accept(applied);
    }

    @Override
    public void publish(Endpoints endpoints) {
        router.publish(placement.place(endpoints));
    }

    @Override
    public synchronized void publish(RoutingTable table) {
        List<BindFailure> failures = router.publish(placement.place(table));
        for (BindFailure failure : failures) {
            LOG.error("port {} cannot be opened: {}", failure.port(), failure.reason());
        }
        bindFailures.clear();
        bindFailures.addAll(failures);
        Set<Integer> now = router.ports();
        if (!now.equals(ports)) {
            ports = now;
            LOG.info("listening on {}", now);
        }
    }

    @Override
    public void changed(long generation, String what) {
        changes.tell(generation, what);
    }

    /** Ports of the table in force that could not be opened. */
    synchronized List<BindFailure> bindFailures() {
        return List.copyOf(bindFailures);
    }

    /** Ports that are open. */
    synchronized Set<Integer> ports() {
        return ports;
    }

    int adminPort() {
        return router.adminPort();
    }

    DrainReport drain() {
        return router.drain();
    }

    @Override
    public void close() {
        router.close();
    }
}
