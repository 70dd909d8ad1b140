package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.sluice.watcher.source.Documents.Document;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind in one namespace, as the API server says: listed, then watched from where the list ended. Whatever goes wrong, what
 * was known last stays; only a list that came whole takes its place. Confined to its source's thread, which all answers come back to.
 */
final class Reflection {
    private static final int PAGE = 500;

    private final Kind kind;
    private final String namespace;
    private final String selection;
    private final ApiServer server;
    private final Patience patience;
    private final ScheduledExecutorService thread;
    private final Consumer<Reflection> changed;
    private final Backoff backoff;
    private final SortedMap<String, Document> objects = new TreeMap<>();

    /** Those that were handed over last. */
    private List<Document> told = List.of();

    private Standing standing = new Standing.Awaited();
    private int version;
    private String resourceVersion = "";
    private long listedNanos;
    private boolean everListed;
    private boolean closed;
    private @Nullable Watching watching;

    /**
     * @param selection which objects are asked for, as it stands in a query; empty = all
     * @param changed is told when the objects, or how they stand, may have changed
     */
    Reflection(
            Kind kind,
            String namespace,
            String selection,
            ApiServer server,
            Patience patience,
            ScheduledExecutorService thread,
            RandomGenerator random,
            Consumer<Reflection> changed) {
        this.kind = kind;
        this.namespace = namespace;
        this.selection = selection;
        this.server = server;
        this.patience = patience;
        this.thread = thread;
        this.changed = changed;
        backoff = new Backoff(patience, random);
    }

    /** One object alone. */
    static String named(String name) {
        return "&fieldSelector=" + encoded("metadata.name=" + name);
    }

    /** Those with these labels; empty = with any. */
    static String labelled(String selector) {
        return selector.isEmpty() ? "" : "&labelSelector=" + encoded(selector);
    }

    Kind kind() {
        return kind;
    }

    /** Empty = of all, or of the cluster. */
    String namespace() {
        return namespace;
    }

    Standing standing() {
        return standing;
    }

    /** Objects from before this process, until the first list has come; that there are none is known, too. */
    void remember(List<ObjectNode> remembered) {
        everListed = true;
        remembered.forEach(object -> objects.put(key(object), Document.of(object)));
    }

    /** Whether an object is of this kind, and of where it is looked for. */
    boolean mayHold(ObjectNode object) {
        String version = object.path("apiVersion").asText();
        String group = version.indexOf('/') < 0 ? "" : version.substring(0, version.indexOf('/'));
        return object.path("kind").asText().equals(kind.name())
                && group.equals(kind.group())
                && (namespace.isEmpty()
                        || object.path("metadata").path("namespace").asText().equals(namespace));
    }

    /** What counts from now on; true if it differs from what counted before. */
    boolean tell() {
        List<Document> now = List.copyOf(objects.values());
        boolean differs = !now.equals(told);
        told = now;
        return differs;
    }

    /** As they are now, told or not. */
    Collection<Document> objects() {
        return objects.values();
    }

    List<Document> told() {
        return told;
    }

    // --- list ---

    void list() {
        watching = null;
        if (closed) {
            return;
        }
        page(new ArrayList<>(), "");
    }

    private void page(List<ObjectNode> before, String next) {
        String apiVersion = kind.apiVersion(kind.versions().get(version));
        String query = "?limit=" + PAGE + selection + (next.isEmpty() ? "" : "&continue=" + encoded(next));
        // Read where it comes in: kinds are read side by side.
        server.get(kind.path(kind.versions().get(version), namespace) + query, Page.reader(kind, apiVersion))
                .whenCompleteAsync(
                        (page, failure) -> {
                            if (failure != null) {
                                unlisted(ApiServer.cause(failure));
                                return;
                            }
                            before.addAll(page.items());
                            if (page.next().isEmpty()) {
                                listed(before, page.resourceVersion());
                            } else {
                                page(before, page.next());
                            }
                        },
                        thread);
    }

    private void listed(List<ObjectNode> items, String at) {
        SortedMap<String, Document> before = new TreeMap<>(objects);
        objects.clear();
        for (ObjectNode item : items) {
            put(item, before.get(key(item)));
        }
        resourceVersion = at;
        listedNanos = System.nanoTime();
        everListed = true;
        // Whether it may be watched by now, the next watch tells.
        stands(standing instanceof Standing.Unwatched ? standing : new Standing.Known());
        watch();
    }

    /** One that says the same is the same instance: nobody looks at it again. */
    private void put(ObjectNode item, @Nullable Document before) {
        objects.put(key(item), before != null && before.content().equals(item) ? before : Document.of(item));
    }

    private void unlisted(Throwable failure) {
        if (failure instanceof Refused refused
                && refused.absent()
                && version + 1 < kind.versions().size()) {
            version++;
            list();
            return;
        }
        version = 0;
        boolean absent = failure instanceof Refused refused && refused.absent();
        if (absent && objects.isEmpty()) {
            stands(new Standing.Absent());
            later(backoff.around(patience.absent()), this::list);
        } else if (absent) {
            // It took its objects along, or a failing server has forgotten it: who can tell.
            stands(new Standing.Vanished());
            later(backoff.around(patience.absent()), this::list);
        } else if (failure instanceof Refused refused && refused.forbidden()) {
            stands(new Standing.Forbidden());
            later(backoff.around(patience.absent()), this::list);
        } else {
            failed(failure);
            later(backoff.next(), this::list);
        }
    }

    // --- watch ---

    private void watch() {
        if (closed) {
            return;
        }
        Duration life = backoff.around(patience.watch());
        Watching next = new Watching();
        watching = next;
        String path = kind.path(kind.versions().get(version), namespace)
                + "?watch=true&allowWatchBookmarks=true" + selection + "&resourceVersion=" + encoded(resourceVersion)
                + "&timeoutSeconds=" + Math.max(1, life.toSeconds());
        server.watch(path, next)
                .whenCompleteAsync(
                        (socket, failure) -> {
                            if (failure != null) {
                                next.ends(ApiServer.cause(failure));
                            } else if (watching == next) {
                                next.opened(socket, life.plus(patience.silence()));
                            } else {
                                ApiServer.close(socket);
                            }
                        },
                        thread);
    }

    /** One watch. Its callbacks come on threads of the client, and go on with the source's. */
    private final class Watching implements WebSocket.Listener {
        private final String apiVersion = kind.apiVersion(kind.versions().get(version));
        private final long beganNanos = System.nanoTime();
        private @Nullable WebSocket socket;

        void opened(WebSocket open, Duration longest) {
            socket = open;
            if (!(standing instanceof Standing.Known)) {
                stands(new Standing.Known());
            }
            later(longest, () -> {
                // The server would have ended it. Whether anything was missed, a list tells.
                if (watching == this) {
                    ApiServer.close(open);
                    relist();
                }
            });
        }

        @Override
        public void onMessage(WebSocket from, String text) {
            try {
                Event event = Event.read(kind, apiVersion, text);
                onThread(() -> {
                    if (watching == this) {
                        happened(event);
                        // The next one, once this one has been taken in: the server waits, not our memory.
                        from.request();
                    }
                });
            } catch (IOException malformed) {
                onThread(() -> {
                    ApiServer.close(from);
                    ends(malformed);
                });
            }
        }

        @Override
        public void onClose(WebSocket from, int code, String reason) {
            onThread(() -> ends(null));
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            onThread(() -> ends(error));
        }

        /** @param failure null = it was closed in order */
        void ends(@Nullable Throwable failure) {
            if (watching != this) {
                return;
            }
            watching = null;
            if (System.nanoTime() - beganNanos > patience.longest().toNanos()) {
                backoff.succeeded();
            }
            if (failure instanceof Refused refused && refused.forbidden()) {
                // If it may not be read at all any more, a list tells.
                stands(new Standing.Unwatched());
                later(backoff.around(patience.absent()), Reflection.this::list);
            } else if (failure instanceof Refused refused && (refused.gone() || refused.absent())) {
                // Too old to go on from, or the kind has gone: a list tells which.
                relist();
            } else if (failure != null) {
                failed(failure);
                later(backoff.next(), Reflection.this::again);
            } else {
                // Its time was over; one that does not live long enough for anything is a failure all the same.
                boolean lived =
                        System.nanoTime() - beganNanos > patience.first().toNanos();
                later(lived ? Duration.ZERO : backoff.next(), Reflection.this::again);
            }
        }
    }

    private void again() {
        if (watching == null) {
            watch();
        }
    }

    /** Lists again, and not at once: others lose their watches at the same moment. */
    private void relist() {
        watching = null;
        Duration sinceLast = Duration.ofNanos(System.nanoTime() - listedNanos);
        Duration least = backoff.around(patience.relist()).minus(sinceLast);
        Duration next = backoff.next();
        later(least.compareTo(next) > 0 ? least : next, this::list);
    }

    private void happened(Event event) {
        resourceVersion = event.resourceVersion();
        switch (event.type()) {
            case PRESENT -> {
                Document before = objects.get(key(event.object()));
                put(event.object(), before);
                if (objects.get(key(event.object())) != before) {
                    changed.accept(this);
                }
            }
            case DELETED -> {
                if (objects.remove(key(event.object())) != null) {
                    changed.accept(this);
                }
            }
            case BOOKMARK -> {
                // How far it has come is all it says.
            }
        }
    }

    // --- standing ---

    private void failed(Throwable failure) {
        // One failure is nothing to tell of.
        if (backoff.failures() > 0 || standing instanceof Standing.Awaited) {
            String why = why(failure);
            stands(new Standing.Failing(everListed, why));
        }
    }

    private static String why(Throwable failure) {
        return switch (failure) {
            case TimeoutException late -> "it does not answer in time";
            case ConnectException nobody -> "no connection can be made";
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }

    private void stands(Standing now) {
        standing = now;
        changed.accept(this);
    }

    private void onThread(Runnable what) {
        try {
            thread.execute(what);
        } catch (RejectedExecutionException ended) {
            // What still comes in counts for nobody.
        }
    }

    private void later(Duration delay, Runnable what) {
        if (!thread.isShutdown()) {
            thread.schedule(what, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        }
    }

    /** Ends the watch, and begins no other. */
    void close() {
        closed = true;
        Watching last = watching;
        watching = null;
        if (last != null && last.socket != null) {
            ApiServer.close(last.socket);
        }
    }

    private static String key(ObjectNode object) {
        return object.path("metadata").path("namespace").asText() + "/"
                + object.path("metadata").path("name").asText();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
