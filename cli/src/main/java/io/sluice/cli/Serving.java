package io.sluice.cli;

import io.sluice.router.DrainReport;
import io.sluice.router.Router;
import io.sluice.router.RouterConfig;
import io.sluice.router.listen.BindFailure;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.Publisher;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both halves, put together: what the watcher publishes, the router serves. */
final class Serving implements Publisher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private final Router router;
    private final Placement placement;
    private final List<BindFailure> bindFailures = new ArrayList<>();
    private Set<Integer> ports = Set.of();
    private Set<Problem> known = Set.of();

    private Serving(Router router, Placement placement) {
        this.router = router;
        this.placement = placement;
    }

    /**
     * Starts to serve manifests; a table is in force once {@link Watcher#awaitFirst} says so.
     *
     * @throws IOException if the admin port is taken
     */
    static Serving start(RouterConfig config, Placement placement) throws IOException {
        return new Serving(Router.start(config), placement);
    }

    Watcher follow(WatcherConfig manifests) {
        return Watcher.start(manifests, this, this::tell);
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

    /** Those that are new, and those that are gone: one that has only moved to another line is neither. */
    private void tell(List<Problem> problems) {
        Set<Problem> now = new LinkedHashSet<>();
        for (Problem problem : problems) {
            Problem anywhere = problem.at(0);
            if (now.add(anywhere) && !known.contains(anywhere)) {
                switch (problem.severity()) {
                    case ERROR -> LOG.error("{}", problem);
                    case WARNING -> LOG.warn("{}", problem);
                    case NOTICE -> LOG.info("{}", problem);
                }
            }
        }
        for (Problem problem : known) {
            if (!now.contains(problem)) {
                LOG.info("solved: {} {} {}", problem.code(), problem.object(), problem.field());
            }
        }
        known = now;
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
