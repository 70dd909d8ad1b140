package io.sluice.router.tls;

import io.sluice.table.Listener;
import io.sluice.table.RoutingTable;
import io.sluice.table.SniRoute;
import io.sluice.table.Traffic;
import io.sluice.table.tls.ListenerTls;
import io.sluice.table.tls.ListenerTls.Mode.Terminate;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contexts of a table's servers: what a server says of TLS and has said before is the same context, with its sessions, so a
 * change of another certificate is not felt. <em>Shared</em>: changed under its lock, off the event loops.
 */
public final class ServerContexts {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private final boolean opens;
    private Map<Terminate, ServerContext> contexts = Map.of();

    /** @param opens whether handshakes will come; else names are all that matters */
    public ServerContexts(boolean opens) {
        this.opens = opens;
    }

    /**
     * The secure ports of a table.
     *
     * @param unopened compiles a route of connections that are not opened here
     */
    public synchronized Map<Integer, SecurePort> ports(RoutingTable table, Function<SniRoute, Unopened> unopened) {
        Map<Integer, List<SecurePort.Named>> byPort = new LinkedHashMap<>();
        Map<Terminate, ServerContext> kept = new HashMap<>();
        for (Listener listener : table.listeners()) {
            ListenerTls tls = listener.tls();
            if (tls == null) {
                continue;
            }
            List<SecurePort.Named> servers = byPort.computeIfAbsent(listener.port(), port -> new ArrayList<>());
            if (tls.mode() instanceof Terminate mode) {
                SecureServer server = new SecureServer.Ending(listener.name(), context(listener.name(), mode, kept));
                servers.add(new SecurePort.Named(tls.serverNames(), server));
            } else if (listener.traffic() instanceof Traffic.Passthrough passed) {
                passed.routes()
                        .forEach(route -> servers.add(new SecurePort.Named(
                                route.serverNames(),
                                new SecureServer.Passing(listener.name(), route, unopened.apply(route)))));
            }
        }
        contexts = kept;
        Map<Integer, SecurePort> ports = new HashMap<>();
        byPort.forEach((port, servers) -> ports.put(port, new SecurePort(servers)));
        return Map.copyOf(ports);
    }

    private @Nullable ServerContext context(String listener, Terminate mode, Map<Terminate, ServerContext> kept) {
        if (!opens || mode.certificates().isEmpty()) {
            return null;
        }
        ServerContext known = kept.containsKey(mode) ? kept.get(mode) : contexts.get(mode);
        if (known == null) {
            try {
                known = ServerContext.of(mode);
            } catch (GeneralSecurityException refused) {
                LOG.error("{} takes nobody: {}", listener, refused.getMessage());
                return null;
            }
        }
        kept.put(mode, known);
        return known;
    }

    /** To be called every hour or so: a ticket is good for two, and what is stolen of a key for no more. */
    public synchronized void rotateTickets() {
        contexts.values().forEach(ServerContext::rotateTickets);
    }
}
