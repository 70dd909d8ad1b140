package io.sluice.watcher.front;

import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name inside the cluster that routes are written for.
 *
 * @param namespace of the Service that the name would be of
 * @param owner whose routes they are, as it stands in the cluster: the VirtualService, or the SeldonDeployment behind it
 * @param ownNamespace whether the owner is of the same namespace: nobody gets a Service in another's
 * @param ports none if it is not known which ports the routes lead to
 */
public record FrontHost(
        String namespace, String name, ObjectId owner, boolean ownNamespace, List<Port> ports, String file) {
    public FrontHost {
        ports = List.copyOf(ports);
    }

    /** @param name as the Services behind it call the port; empty if they do not say */
    public record Port(int number, String name, @Nullable String appProtocol) {}

    /** Who is to own what is written for an object: what Seldon's operator writes lives as long as the SeldonDeployment. */
    public static ObjectId ownerOf(Meta routes) {
        String prefix = "SeldonDeployment/";
        for (String owner : routes.owners()) {
            if (owner.startsWith(prefix)) {
                return new ObjectId("SeldonDeployment", routes.namespace(), owner.substring(prefix.length()));
            }
        }
        return routes.id();
    }
}
