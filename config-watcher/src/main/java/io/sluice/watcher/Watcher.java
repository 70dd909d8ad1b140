package io.sluice.watcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.migrate.Migration;
import io.sluice.watcher.migrate.MigrationReport;
import io.sluice.watcher.network.NetworkPolicies;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.ServerTls.Files;
import io.sluice.watcher.rollout.RoutesInForce;
import io.sluice.watcher.rollout.RoutesInForce.Settled;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.CertificateFiles;
import io.sluice.watcher.source.DirectorySource;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.source.Source;
import io.sluice.watcher.store.CertificateStore;
import io.sluice.watcher.store.Contents;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.store.OperatorObjects;
import io.sluice.watcher.store.ResourceStore;
import io.sluice.watcher.translate.Retranslation;
import io.sluice.watcher.translate.Translation;
import io.sluice.watcher.translate.Translator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows manifests and publishes what they mean, when it differs from what was published last. A failed read publishes
 * nothing: the last good table stays. Its source's thread does all the work.
 */
public final class Watcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private final Settings settings;
    private final ResourceStore store;
    private final CertificateStore certificates = new CertificateStore();
    private final RoutesInForce routes;
    private final Retranslation translation;
    private final Publisher publisher;
    private final Consumer<List<Problem>> problems;
    private final CountDownLatch first = new CountDownLatch(1);
    private long generation;
    private @Nullable RoutingTable table;
    private @Nullable Endpoints endpoints;
    private @Nullable List<Problem> told;
    private @Nullable Applied applied;
    private final Source source;

    private Watcher(Source source, Settings settings, Publisher publisher, Consumer<List<Problem>> problems) {
        this.source = source;
        this.settings = settings;
        store = new ResourceStore(settings);
        routes = new RoutesInForce(settings);
        translation = new Retranslation(settings);
        this.publisher = publisher;
        this.problems = problems;
    }

    /**
     * Reads the manifests, publishes, and follows them until closed.
     *
     * @param problems is handed all of them whenever they differ from those before
     */
    public static Watcher start(WatcherConfig config, Publisher publisher, Consumer<List<Problem>> problems) {
        return start(new DirectorySource(config.manifests()), config.settings(), publisher, problems);
    }

    /** The same of another source, which ends with the watcher. */
    public static Watcher start(
            Source source, Settings settings, Publisher publisher, Consumer<List<Problem>> problems) {
        Watcher watcher = new Watcher(source, settings, publisher, problems);
        source.follow(watcher.new Following());
        return watcher;
    }

    /** What manifests mean, once, with no memory and nothing published. */
    public static Translation translate(WatcherConfig config) {
        Settings settings = config.settings();
        ResourceStore store = new ResourceStore(settings);
        Contents contents = store.apply(DirectorySource.read(config.manifests()));
        Manifests manifests = OperatorObjects.compose(contents, contents.derivations(), settings.seldonSource());
        Translation translation = new Translator(settings)
                .translate(withFiles(
                        manifests, settings.meshCertificates(), CertificateFiles.AS_THEY_ARE, new CertificateStore()));
        return new Translation(
                translation.table(),
                translation.endpoints(),
                translation.fronts(),
                located(translation.problems(), store));
    }

    /** What Istio would be given for the SeldonDeployments of these manifests, once; refused objects too. */
    public static OperatorOutput operatorOutput(WatcherConfig config) {
        ResourceStore store = new ResourceStore(config.settings());
        Contents contents = store.apply(DirectorySource.read(config.manifests()));
        return OperatorOutput.of(contents.attempted(), located(contents.problems(), store), config.settings());
    }

    /** What would change for these manifests when Istio goes, once. */
    public static MigrationReport migration(WatcherConfig config) {
        return migration(DirectorySource.read(config.manifests()), config.settings());
    }

    /** The same of documents from elsewhere. */
    public static MigrationReport migration(Documents documents, Settings settings) {
        ResourceStore store = new ResourceStore(settings);
        Contents contents = store.apply(documents);
        Manifests manifests = OperatorObjects.compose(contents, contents.derivations(), settings.seldonSource());
        Translation translation = new Translator(settings)
                .translate(withFiles(
                        manifests, settings.meshCertificates(), CertificateFiles.AS_THEY_ARE, new CertificateStore()));
        return Migration.review(
                documents, contents, manifests, translation, located(translation.problems(), store), settings);
    }

    /** NetworkPolicies that let in this router alone where policies guard pods; for the policies of these manifests, once. */
    public static List<ObjectNode> networkPolicies(WatcherConfig config) {
        Settings settings = config.settings();
        Contents contents = new ResourceStore(settings).apply(DirectorySource.read(config.manifests()));
        Manifests manifests = OperatorObjects.compose(contents, contents.derivations(), settings.seldonSource());
        return new NetworkPolicies(manifests, settings).write();
    }

    private static Manifests withFiles(
            Manifests manifests, Files mesh, CertificateFiles files, CertificateStore certificates) {
        Set<Files> named = new HashSet<>(manifests.namedFiles());
        if (!mesh.equals(Files.NONE)) {
            named.add(mesh);
        }
        Set<String> names = named.stream().flatMap(set -> set.names().stream()).collect(Collectors.toUnmodifiableSet());
        return manifests.withFiles(certificates.apply(named, files.read(names)));
    }

    private static List<Problem> located(List<Problem> problems, ResourceStore store) {
        return problems.stream().map(store::located).toList();
    }

    /** What the source hands over. */
    private final class Following implements Source.Listener {
        @Override
        public void remembered(Documents documents) {
            routes.settle(store.apply(documents));
        }

        @Override
        public void changed(Documents documents, CertificateFiles files) {
            apply(documents, files);
        }
    }

    private void apply(Documents documents, CertificateFiles files) {
        Contents contents = store.apply(documents);
        List<Problem> found = new ArrayList<>();
        Translation complete = null;
        List<Resource> authored = List.of();
        try {
            Settled settled = routes.settle(contents);
            found.addAll(settled.waiting());
            Manifests manifests = OperatorObjects.compose(contents, settled.inForce(), settings.seldonSource());
            Translation now =
                    translation.translate(withFiles(manifests, settings.meshCertificates(), files, certificates));
            found.addAll(now.problems());
            // Never a table of manifests some of which nobody could list.
            if (documents.complete() || table != null) {
                publish(now);
                first.countDown();
                source.inForce(store.inForce());
            }
            if (documents.complete()) {
                complete = now;
                authored = Applied.authored(manifests.resources());
            }
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("the manifests could not be applied; what is in force stays", defect);
            found = new ArrayList<>(contents.problems());
            found.add(defect(defect));
        }
        List<Problem> all = located(found, store);
        tell(all);
        if (complete != null) {
            tell(new Applied(complete.fronts(), all, authored));
        }
    }

    /** Ours, or the publisher's: what was not published is tried again with the next change. */
    private static Problem defect(Throwable defect) {
        return new Problem(
                Severity.ERROR,
                Code.INTERNAL,
                "manifests",
                "",
                "made this router fail (" + defect + "); what is in force stays; please report it with the manifests",
                "");
    }

    private void publish(Translation now) {
        if (now.table().equals(table)) {
            publish(now.endpoints());
            return;
        }
        // Make before break: endpoints before the routes that lead to them, and those that leave with their routes
        // after these.
        publish(endpoints == null ? now.endpoints() : now.endpoints().keeping(endpoints));
        publisher.publish(now.table());
        RoutingTable before = table == null ? RoutingTable.EMPTY : table;
        table = now.table();
        String changes = TableChange.between(before, now.table());
        LOG.info("applied generation {}: {}", ++generation, changes);
        publisher.changed(generation, changes);
        publish(now.endpoints());
    }

    private void publish(Endpoints next) {
        if (!next.equals(endpoints)) {
            publisher.publish(next);
            endpoints = next;
        }
    }

    private void tell(List<Problem> now) {
        if (now.equals(told)) {
            return;
        }
        told = now;
        try {
            problems.accept(now);
        } catch (RuntimeException deaf) {
            LOG.error("problems of the manifests could not be told", deaf);
        }
    }

    private void tell(Applied now) {
        if (now.equals(applied)) {
            return;
        }
        applied = now;
        try {
            publisher.applied(now);
        } catch (RuntimeException deaf) {
            LOG.error("what came of a change could not be told", deaf);
        }
    }

    /** Waits for the first complete table to be published; false if it was not in time. */
    public boolean awaitFirst(Duration patience) throws InterruptedException {
        return first.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        source.close();
    }
}
