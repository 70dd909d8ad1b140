package io.sluice.watcher.front;

import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A front Service as it should be.
 *
 * @param owner with whom it goes
 */
public record FrontService(String namespace, String name, ObjectId owner, List<Port> ports) {
    public FrontService {
        ports = List.copyOf(ports);
    }

    /** @param target port of the router */
    public record Port(
            String name, int number, int target, @Nullable String appProtocol) {}

    /** Whether one that is there says all of this. */
    boolean isSaidBy(Service service) {
        List<Port> said = service.ports().stream()
                .map(port -> new Port(port.name(), port.number(), target(port), port.appProtocol()))
                .toList();
        return said.equals(ports) && service.meta().owners().contains(owner.kind() + "/" + owner.name());
    }

    private static int target(Service.Port port) {
        String target = port.targetPort();
        return target != null && target.matches("[0-9]{1,5}") ? Integer.parseInt(target) : 0;
    }
}
