package io.sluice.table.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an endpoint is picked. */
public sealed interface LoadBalancing {

    /** The less busy of two drawn at random; Istio's default. */
    record LeastRequest(@Nullable Warmup warmup) implements LoadBalancing {
        public static final LeastRequest DEFAULT = new LeastRequest(null);
    }

    record RoundRobin(@Nullable Warmup warmup) implements LoadBalancing {}

    /** Ignores endpoint weights, as Envoy does. */
    record Random() implements LoadBalancing {}

    /**
     * The same key goes to the same endpoint while the endpoints stay. What a key is made of is the route's affair ({@link
     * io.sluice.table.policy.HashKey}).
     */
    record ConsistentHash(HashTable table) implements LoadBalancing {}

    /**
     * Slow start: a new endpoint's share grows over {@code duration}.
     *
     * @param minimumPercent of its weight that it has at once, 0 … 100
     * @param aggression 1 = grows evenly; above it, sooner
     */
    record Warmup(Duration duration, double minimumPercent, double aggression) {}

    sealed interface HashTable {
        /** Endpoints stand on a ring many times; at least so many places in all. */
        record Ring(long minimumSize) implements HashTable {
            public static final Ring DEFAULT = new Ring(1024);
        }

        /** @param size a prime below 5,000,011 */
        record Maglev(int size) implements HashTable {
            public static final int DEFAULT_SIZE = 65537;
        }
    }
}
