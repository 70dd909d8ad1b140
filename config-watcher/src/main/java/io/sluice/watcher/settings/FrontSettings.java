package io.sluice.watcher.settings;

/**
 * How in-cluster hosts get Services that lead to this router.
 *
 * @param namespace of the router's own Service, whose slices say which pods are this router
 * @param service its name
 * @param firstPort of the pool from which each port of each of those Services has a port of its own at the router
 * @param lastPort of that pool
 */
public record FrontSettings(String namespace, String service, int firstPort, int lastPort) {
    /** Below the ports that Linux gives to outgoing connections (32768), and below NodePorts. */
    public static final int FIRST_PORT = 20_000;

    public static final int LAST_PORT = 29_999;

    public FrontSettings {
        if (firstPort < 1 || lastPort > 65535 || firstPort > lastPort) {
            throw new IllegalArgumentException("ports " + firstPort + " to " + lastPort);
        }
    }

    public FrontSettings(String namespace, String service) {
        this(namespace, service, FIRST_PORT, LAST_PORT);
    }
}
