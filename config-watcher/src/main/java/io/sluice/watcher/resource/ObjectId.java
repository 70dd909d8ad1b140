package io.sluice.watcher.resource;

/** Which object: unique in a cluster, whatever version of its API it was written in. */
public record ObjectId(String kind, String namespace, String name) implements Comparable<ObjectId> {
    @Override
    public int compareTo(ObjectId other) {
        int byKind = kind.compareTo(other.kind);
        int byNamespace = byKind != 0 ? byKind : namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** {@code VirtualService my-ns/canary}. */
    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
