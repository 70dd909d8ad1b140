package io.sluice.watcher.front;

import io.sluice.watcher.resource.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the ports of a front Service as the Services behind it do. A name that is there stays, since slices are bound by it; ports
 * of one Service must have names, and different ones.
 */
final class PortNames {
    private PortNames() {}

    /** @param there null = it is yet to be written */
    static List<FrontService.Port> of(FrontHost host, @Nullable Service there, Map<FrontPort, Integer> targets) {
        List<FrontService.Port> ports = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (FrontHost.Port port : host.ports()) {
            Integer target = targets.get(new FrontPort(host.namespace(), host.name(), port.number()));
            if (target != null) {
                String name = name(port, there);
                String unique = !name.isEmpty() && taken.add(name) ? name : "port-" + port.number();
                taken.add(unique);
                ports.add(new FrontService.Port(unique, port.number(), target, port.appProtocol()));
            }
        }
        return ports;
    }

    private static String name(FrontHost.Port port, @Nullable Service there) {
        if (there != null) {
            for (Service.Port said : there.ports()) {
                if (said.number() == port.number() && !said.name().isEmpty()) {
                    return said.name();
                }
            }
        }
        return port.name();
    }
}
