package io.sluice.watcher.translate.istio;

import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.SniRoute;
import io.sluice.table.Traffic;
import io.sluice.table.match.HostPattern;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.tls.ListenerTls;
import io.sluice.watcher.resource.Gateway.Server;
import io.sluice.watcher.resource.ServerTls;
import io.sluice.watcher.translate.istio.Gateways.Opened;
import io.sluice.watcher.translate.istio.credential.ServerCredentials;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Servers that speak TLS: each is a listener of its own with routes of its own, which handshakes choose by name. A name that two of a
 * port have is the older's (istio.md §3.1). Those that do not open it have the names of their routes.
 */
final class SecureServers {
    private final ServerCredentials credentials;

    SecureServers(ServerCredentials credentials) {
        this.credentials = credentials;
    }

    /** What servers carry. */
    interface Carried {
        Traffic.Http requests(Opened opened);

        /** @param taken names of the port; those of these routes are added */
        List<SniRoute> unopened(Opened opened, Set<String> taken);
    }

    /**
     * @param servers of one port, oldest first
     * @param meshPorts carry plaintext, and no TLS beside it
     */
    List<Listener> listeners(
            Gateways gateways, int port, List<Opened> servers, Set<Integer> meshPorts, Carried carried) {
        List<Listener> listeners = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Opened opened : servers) {
            Server server = opened.server();
            if (meshPorts.contains(port)) {
                gateways.notOpened(opened.gateway(), server, "port " + port + " carries plaintext of the mesh already");
                continue;
            }
            if (server.passthrough()) {
                List<SniRoute> routes = carried.unopened(opened, taken);
                List<HostPattern> names = routes.stream()
                        .flatMap(route -> route.serverNames().stream())
                        .toList();
                if (!routes.isEmpty()) {
                    listeners.add(listener(
                            port,
                            opened,
                            new ListenerTls(names, new ListenerTls.Mode.Passthrough()),
                            new Traffic.Passthrough(routes)));
                }
                continue;
            }
            List<HostPattern> names = names(gateways, port, opened, taken);
            if (!names.isEmpty()) {
                listeners.add(
                        listener(port, opened, new ListenerTls(names, terminate(opened)), carried.requests(opened)));
            }
        }
        return listeners;
    }

    private static Listener listener(int port, Opened opened, ListenerTls tls, Traffic traffic) {
        return new Listener(
                name(port, opened), port, opened.server().port(), Role.GATEWAY, tls, traffic, ListenerPolicies.NONE);
    }

    private ListenerTls.Mode.Terminate terminate(Opened opened) {
        Server server = opened.server();
        ServerTls tls = server.tls();
        if (tls == null) {
            throw new IllegalArgumentException(server.path() + " speaks no TLS");
        }
        return credentials.of(tls, opened.gateway().meta(), server.path() + ".tls");
    }

    private static List<HostPattern> names(Gateways gateways, int port, Opened opened, Set<String> taken) {
        List<HostPattern> names = new ArrayList<>();
        for (String host : opened.server().hosts()) {
            String name = host.substring(host.indexOf('/') + 1).toLowerCase(Locale.ROOT);
            if (taken.add(name)) {
                names.add(HostPattern.of(name));
            } else if (!names.contains(HostPattern.of(name))) {
                gateways.notOpened(
                        opened.gateway(),
                        opened.server(),
                        "an older server of port " + port + " has " + name + " already: for that name");
            }
        }
        return names;
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
