package io.sluice.watcher.front;

import java.util.Comparator;

/** A port of a front Service. */
record FrontPort(String namespace, String name, int number) implements Comparable<FrontPort> {
    private static final Comparator<FrontPort> ORDER = Comparator.comparing(FrontPort::namespace)
            .thenComparing(FrontPort::name)
            .thenComparingInt(FrontPort::number);

    @Override
    public int compareTo(FrontPort other) {
        return ORDER.compare(this, other);
    }

    /** The same on every machine and in every release: where its search for a port begins. */
    int hash() {
        int hash = (namespace + "/" + name + ":" + number).hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
