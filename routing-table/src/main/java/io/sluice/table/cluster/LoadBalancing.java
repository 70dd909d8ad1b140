package io.sluice.table.cluster;

import java.time.Duration;
import java.util.List;
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

    /** The same key goes to the same endpoint while the endpoints stay. */
    record ConsistentHash(List<HashKey> keys, HashTable table) implements LoadBalancing {
        public ConsistentHash {
            keys = List.copyOf(keys);
        }
    }

    /** Slow start: a new endpoint's share grows from {@code minimumPercent} over {@code duration}. */
    record Warmup(Duration duration, double minimumPercent, double aggression) {}

    sealed interface HashKey {
        record Header(String name) implements HashKey {}

        /**
         * @param ttl null = only a cookie that is there is hashed; else one is made when absent ({@code 0} = session)
         * @param path empty = none
         */
        record Cookie(String name, String path, @Nullable Duration ttl, List<Attribute> attributes) implements HashKey {
            public Cookie {
                attributes = List.copyOf(attributes);
            }
        }

        record SourceAddress() implements HashKey {}

        record QueryParameter(String name) implements HashKey {}

        record Attribute(String name, String value) {}
    }

    sealed interface HashTable {
        record Ring(long minimumSize) implements HashTable {}

        record Maglev(long size) implements HashTable {}
    }
}
