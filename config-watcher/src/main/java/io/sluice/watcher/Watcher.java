package io.sluice.watcher;

import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.source.DirectorySource;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.store.ResourceStore;
import io.sluice.watcher.translate.Translation;
import io.sluice.watcher.translate.Translator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows manifests and publishes what they mean, when it differs from what was published last. A failed read publishes
 * nothing: the last good table stays. Its source's thread does all the work.
 */
public final class Watcher implements AutoCloseable {
    private final ResourceStore store = new ResourceStore();
    private final Translator translator;
    private final Publisher publisher;
    private final Consumer<List<Problem>> problems;
    private final CountDownLatch first = new CountDownLatch(1);
    private @Nullable RoutingTable table;
    private @Nullable Endpoints endpoints;
    private @Nullable List<Problem> told;
    private @Nullable DirectorySource source;

    private Watcher(WatcherConfig config, Publisher publisher, Consumer<List<Problem>> problems) {
        translator = new Translator(config.settings());
        this.publisher = publisher;
        this.problems = problems;
    }

    /**
     * Reads the manifests, publishes, and follows them until closed.
     *
     * @param problems is handed all of them whenever they differ from those before
     */
    public static Watcher start(WatcherConfig config, Publisher publisher, Consumer<List<Problem>> problems) {
        Watcher watcher = new Watcher(config, publisher, problems);
        watcher.source = DirectorySource.start(config.manifests(), watcher::changed);
        return watcher;
    }

    /** What manifests mean, once, with no memory and nothing published. */
    public static Translation translate(WatcherConfig config) {
        ResourceStore store = new ResourceStore();
        Manifests manifests = store.apply(DirectorySource.read(config.manifests()));
        return new Translator(config.settings()).translate(manifests);
    }

    private void changed(Documents documents) {
        Translation now = translator.translate(store.apply(documents));
        if (!documents.complete() && table == null) {
            tell(now.problems());
            return;
        }
        // Make before break: endpoints before the routes that lead to them.
        if (!now.endpoints().equals(endpoints)) {
            endpoints = now.endpoints();
            publisher.publish(now.endpoints());
        }
        if (!now.table().equals(table)) {
            table = now.table();
            publisher.publish(now.table());
        }
        tell(now.problems());
        first.countDown();
    }

    private void tell(List<Problem> now) {
        if (!now.equals(told)) {
            told = now;
            problems.accept(now);
        }
    }

    /** Waits for the first complete table to be published; false if it was not in time. */
    public boolean awaitFirst(Duration patience) throws InterruptedException {
        return first.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        DirectorySource current = source;
        if (current != null) {
            current.close();
        }
    }
}
