package io.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The tables that were put in force last, and what changed with each. <em>Shared</em>: told by the watcher's thread. */
final class KnownChanges {
    private static final int MOST = 50;

    private final Deque<Change> last = new ArrayDeque<>();

    private record Change(long generation, Instant at, List<String> changes) {}

    synchronized void tell(long generation, String changes) {
        last.addFirst(new Change(generation, Instant.now(), List.of(changes.split("; ", -1))));
        if (last.size() > MOST) {
            last.removeLast();
        }
    }

    /** The last first. */
    synchronized String json() {
        ArrayNode list = new ObjectMapper().createArrayNode();
        for (Change change : last) {
            ObjectNode entry = list.addObject();
            entry.put("generation", change.generation()).put("at", change.at().toString());
            ArrayNode changes = entry.putArray("changes");
            change.changes().forEach(changes::add);
        }
        return list.toPrettyString() + "\n";
    }
}
