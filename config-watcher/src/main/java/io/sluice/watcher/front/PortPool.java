package io.sluice.watcher.front;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives ports of the router to ports of front Services. What a Service holds it keeps; others begin to look where their name says, so that
 * two writers who know nothing of each other mostly agree, and a port that has just become free is hardly ever the next one's.
 */
final class PortPool {
    private final int first;
    private final int size;

    PortPool(int first, int last) {
        this.first = first;
        size = last - first + 1;
    }

    /**
     * @param held never given away
     * @return for all that are wanted but those for which no port is left
     */
    Map<FrontPort, Integer> assign(Collection<FrontPort> wanted, Map<FrontPort, Integer> held) {
        Map<FrontPort, Integer> assigned = new HashMap<>();
        Set<Integer> taken = new HashSet<>(held.values());
        for (FrontPort port : new TreeSet<>(wanted)) {
            Integer target = held.get(port);
            if (target == null) {
                target = free(port, taken);
            }
            if (target != null) {
                taken.add(target);
                assigned.put(port, target);
            }
        }
        return assigned;
    }

    private @Nullable Integer free(FrontPort port, Set<Integer> taken) {
        int start = Math.floorMod(port.hash(), size);
        for (int i = 0; i < size; i++) {
            int candidate = first + (start + i) % size;
            if (!taken.contains(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
