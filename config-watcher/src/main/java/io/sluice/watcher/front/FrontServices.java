package io.sluice.watcher.front;

import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.FrontSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The front Services that are there, and the ports of the router that they lead to. Of two that claim one port the older has it: who may
 * write Services in a namespace takes nobody else's port away by labels.
 */
public final class FrontServices {
    private static final FrontServices NONE = new FrontServices(Map.of());

    private final Map<FrontPort, Integer> held;

    private FrontServices(Map<FrontPort, Integer> held) {
        this.held = held;
    }

    /**
     * @param services oldest first
     * @param settings null = this router writes none
     */
    public static FrontServices of(List<Service> services, @Nullable FrontSettings settings) {
        if (settings == null) {
            return NONE;
        }
        Ownership own = Ownership.of(settings);
        Map<FrontPort, Integer> held = new TreeMap<>();
        Set<Integer> taken = new HashSet<>();
        for (Service service : services) {
            if (!own.wrote(service)) {
                continue;
            }
            for (Service.Port port : service.ports()) {
                int target = number(port.targetPort());
                boolean ofThePool = target >= settings.firstPort() && target <= settings.lastPort();
                if (ofThePool && taken.add(target)) {
                    held.put(
                            new FrontPort(
                                    service.meta().namespace(), service.meta().name(), port.number()),
                            target);
                }
            }
        }
        return new FrontServices(held);
    }

    private static int number(@Nullable String targetPort) {
        return targetPort != null && targetPort.matches("[0-9]{1,5}") ? Integer.parseInt(targetPort) : 0;
    }

    /** The port of the router behind a port of a front Service; null if there is none. */
    public @Nullable Integer target(String namespace, String name, int port) {
        return held.get(new FrontPort(namespace, name, port));
    }

    Map<FrontPort, Integer> held() {
        return held;
    }
}
