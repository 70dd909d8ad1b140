package io.sluice.watcher.translate.istio;

import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.Traffic;
import io.sluice.table.match.HostPattern;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.tls.ListenerTls;
import io.sluice.watcher.resource.Gateway.Server;
import io.sluice.watcher.translate.istio.Gateways.Opened;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Servers that end TLS: each is a listener of its own with routes of its own, which handshakes choose by name. A name that two of a
 * port have is the older's (istio.md §3.1).
 */
final class SecureServers {
    private final Credentials credentials;

    SecureServers(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * @param servers of one port, oldest first
     * @param meshPorts carry plaintext, and no TLS beside it
     */
    List<Listener> listeners(
            Gateways gateways,
            int port,
            List<Opened> servers,
            Set<Integer> meshPorts,
            Function<Opened, Traffic.Http> traffic) {
        List<Listener> listeners = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Opened opened : servers) {
            Server server = opened.server();
            if (meshPorts.contains(port)) {
                gateways.notOpened(opened.gateway(), server, "port " + port + " carries plaintext of the mesh already");
                continue;
            }
            List<HostPattern> names = new ArrayList<>();
            for (String host : server.hosts()) {
                String name = host.substring(host.indexOf('/') + 1).toLowerCase(Locale.ROOT);
                if (taken.add(name)) {
                    names.add(HostPattern.of(name));
                } else if (names.isEmpty() || !names.contains(HostPattern.of(name))) {
                    gateways.notOpened(
                            opened.gateway(),
                            server,
                            "an older server of port " + port + " has " + name + " already: for that name");
                }
            }
            if (!names.isEmpty()) {
                listeners.add(new Listener(
                        name(port, opened),
                        port,
                        server.port(),
                        Role.GATEWAY,
                        new ListenerTls(names, credentials.of(opened)),
                        traffic.apply(opened),
                        ListenerPolicies.NONE));
            }
        }
        return listeners;
    }

    /** Unique: a name stands once in a Gateway, or its path does. */
    private static String name(int port, Opened opened) {
        Server server = opened.server();
        boolean once = opened.gateway().servers().stream()
                        .filter(other -> other.portName().equals(server.portName()))
                        .count()
                == 1;
        return "gateway:" + port + ":" + opened.name() + ":" + (once ? server.portName() : server.path());
    }
}
