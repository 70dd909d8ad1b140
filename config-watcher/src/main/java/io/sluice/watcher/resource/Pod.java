package io.sluice.watcher.resource;

import java.util.List;

/**
 * A pod, for its labels and addresses.
 *
 * @param addresses empty while it has none
 */
public record Pod(Meta meta, List<String> addresses) implements Resource {
    public Pod {
        addresses = List.copyOf(addresses);
    }
}
