package io.sluice.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a cluster holds, in the order in which it came about: the store behind an API server. <em>Shared</em>: one lock. */
final class StubObjects {
    static final YAMLMapper YAML = new YAMLMapper();

    /** A real one keeps five minutes of them. */
    private static final int REMEMBERED = 2000;

    private final Map<Key, ObjectNode> objects = new TreeMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private long version = 1000;
    private long forgotten = 1000;

    /** @param resource group, version and plural, as they stand in a path */
    record Key(String resource, String namespace, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byResource = resource.compareTo(other.resource);
            int byNamespace = byResource != 0 ? byResource : namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }

    /**
     * All objects of a resource, of one namespace if it is not empty, of one name if there is a selector.
     *
     * @param selector {@code metadata.name=…}, or empty
     * @param labels {@code key=value}, or empty
     */
    record Collection(String resource, String namespace, String selector, String labels) {
        static Collection of(String path) {
            return of(path, "", "");
        }

        /** @param path {@code /apis/group/version[/namespaces/name]/plural} */
        static Collection of(String path, String selector, String labels) {
            int at = path.indexOf("/namespaces/");
            if (at < 0) {
                return new Collection(path, "", selector, labels);
            }
            String rest = path.substring(at + "/namespaces/".length());
            int slash = rest.indexOf('/');
            // `…/namespaces` itself is a collection, of the cluster.
            return slash < 0
                    ? new Collection(path, "", selector, labels)
                    : new Collection(
                            path.substring(0, at) + rest.substring(slash), rest.substring(0, slash), selector, labels);
        }

        boolean holds(Key key) {
            return key.resource().equals(resource)
                    && (selector.isEmpty() || selector.equals("metadata.name=" + key.name()))
                    && (namespace.isEmpty() || key.namespace().equals(namespace));
        }

        boolean selects(ObjectNode object) {
            int equals = labels.indexOf('=');
            return equals < 0
                    || object.path("metadata")
                            .path("labels")
                            .path(labels.substring(0, equals))
                            .asText()
                            .equals(labels.substring(equals + 1));
        }

        /** As one who sees these objects alone is told: what has lost its label is gone. */
        Change seen(Change change) {
            return selects(change.object())
                    ? change
                    : new Change(change.version(), "DELETED", change.key(), change.object());
        }
    }

    record Change(long version, String type, Key key, ObjectNode object) {}

    interface Watch {
        /** False once nobody listens any more. */
        boolean changed(Change change);
    }

    /** @param next where the rest begins; empty = this was all */
    record Part(List<ObjectNode> items, String version, String next) {}

    /** As {@code kubectl apply}: one document or several. */
    synchronized void apply(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (document instanceof ObjectNode object) {
                    put(object);
                }
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    synchronized void put(ObjectNode object) {
        Key key = keyOf(object);
        ObjectNode stored = object.deepCopy();
        ObjectNode metadata = stored.withObject("/metadata");
        metadata.put("uid", key.name() + "-uid");
        if (!metadata.has("creationTimestamp")) {
            metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
        }
        metadata.put("resourceVersion", String.valueOf(++version));
        String type = objects.put(key, stored) == null ? "ADDED" : "MODIFIED";
        happened(new Change(version, type, key, stored));
    }

    synchronized @Nullable ObjectNode get(String resource, String namespace, String name) {
        ObjectNode object = objects.get(new Key(resource, namespace, name));
        return object == null ? null : object.deepCopy();
    }

    synchronized void delete(String resource, String namespace, String name) {
        Key key = new Key(resource, namespace, name);
        ObjectNode gone = objects.remove(key);
        if (gone != null) {
            ObjectNode last = gone.deepCopy();
            last.withObject("/metadata").put("resourceVersion", String.valueOf(++version));
            happened(new Change(version, "DELETED", key, last));
        }
    }

    /** All objects of a resource go, and nobody is told: its definition was taken away. */
    synchronized void drop(String resource) {
        objects.keySet().removeIf(key -> key.resource().equals(resource));
    }

    private void happened(Change change) {
        history.addLast(change);
        while (history.size() > REMEMBERED) {
            forgotten = history.removeFirst().version();
        }
        watches.removeIf(watch -> !watch.changed(change));
        notifyAll();
    }

    /** Waits for changes until it is so; false if it never is. */
    synchronized boolean await(BooleanSupplier condition, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }

    /** From now on nobody can go on from before now: what etcd's compaction does. */
    synchronized void forget() {
        history.clear();
        forgotten = version;
    }

    synchronized Part list(Collection collection, int limit, String from) {
        List<ObjectNode> items = new ArrayList<>();
        int begin = from.isEmpty() ? 0 : Integer.parseInt(from);
        int at = 0;
        for (Map.Entry<Key, ObjectNode> entry : objects.entrySet()) {
            if (collection.holds(entry.getKey()) && collection.selects(entry.getValue()) && at++ >= begin) {
                if (limit > 0 && items.size() == limit) {
                    return new Part(items, String.valueOf(version), String.valueOf(begin + limit));
                }
                items.add(entry.getValue());
            }
        }
        return new Part(items, String.valueOf(version), "");
    }

    /** Begins to watch; false if what happened after this version has been forgotten. */
    synchronized boolean watch(Collection collection, long after, Watch watch) {
        if (after < forgotten) {
            return false;
        }
        history.stream()
                .filter(change -> change.version() > after && collection.holds(change.key()))
                .map(collection::seen)
                .forEach(watch::changed);
        watches.add(change -> !collection.holds(change.key()) || watch.changed(collection.seen(change)));
        return true;
    }

    synchronized void unwatchAll() {
        watches.clear();
    }

    synchronized long version() {
        return version;
    }

    static ObjectNode list(Part part, String kind) {
        ObjectNode list = YAML.createObjectNode();
        list.put("kind", kind + "List");
        ObjectNode metadata = list.putObject("metadata");
        metadata.put("resourceVersion", part.version());
        if (!part.next().isEmpty()) {
            metadata.put("continue", part.next());
        }
        ArrayNode items = list.putArray("items");
        part.items().forEach(items::add);
        return list;
    }

    private static Key keyOf(ObjectNode object) {
        String version = object.path("apiVersion").asText();
        String kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
        String plural =
                kind.endsWith("ry") || kind.endsWith("cy") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
        String prefix = version.indexOf('/') < 0 ? "/api/" : "/apis/";
        return new Key(
                prefix + version + "/" + plural,
                object.path("metadata").path("namespace").asText(""),
                object.path("metadata").path("name").asText());
    }
}
