package io.sluice.table.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a request keeps it on one endpoint (DestinationRule {@code consistentHash}). A key that is missing says nothing. */
public sealed interface HashKey {

    /** @param name lower case; an empty value is a key */
    record Header(String name) implements HashKey {}

    /**
     * @param path empty = none
     * @param ttl null = only a cookie that is there is hashed; else one is made when absent ({@code 0} = session)
     */
    record Cookie(String name, String path, @Nullable Duration ttl, List<Attribute> attributes) implements HashKey {
        public Cookie {
            attributes = List.copyOf(attributes);
        }
    }

    /** The client's address. */
    record SourceAddress() implements HashKey {}

    /** An empty value is a key. */
    record QueryParameter(String name) implements HashKey {}

    /** @param value empty = the name stands alone */
    record Attribute(String name, String value) {}
}
