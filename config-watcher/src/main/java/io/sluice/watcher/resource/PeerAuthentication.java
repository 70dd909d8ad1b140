package io.sluice.watcher.resource;

import java.util.Map;

/**
 * How pods want to be spoken to by others of the mesh.
 *
 * @param selector labels of the pods; empty = all of its namespace, or of the mesh
 * @param ports modes of single ports of the pods
 */
public record PeerAuthentication(Meta meta, Map<String, String> selector, Mode mode, Map<Integer, Mode> ports)
        implements Resource {
    public PeerAuthentication {
        selector = Map.copyOf(selector);
        ports = Map.copyOf(ports);
    }

    public enum Mode {
        /** As the next wider policy says. */
        UNSET,
        DISABLE,
        PERMISSIVE,
        STRICT
    }

    /** Whether some pod takes nobody in plaintext. */
    public boolean demandsTls() {
        return mode == Mode.STRICT || ports.containsValue(Mode.STRICT);
    }
}
