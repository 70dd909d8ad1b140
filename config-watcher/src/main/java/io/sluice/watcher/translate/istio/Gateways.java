package io.sluice.watcher.translate.istio;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Gateway;
import io.sluice.watcher.resource.Gateway.Server;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.ServerTls;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The Gateways that this router stands for, and their servers by the port that is bound (DESIGN: Gateway servers). */
public final class Gateways {
    private static final int FIRST_UNPRIVILEGED = 1024;
    private static final int SHIFT = 8000;
    private static final String SELDON_GATEWAY = "istio-system/seldon-gateway";

    private final Map<Integer, List<Opened>> byPort = new TreeMap<>();
    private final Problems problems;

    /** A server of a Gateway, with the Gateway's name as {@code namespace/name}. */
    record Opened(Gateway gateway, String name, Server server) {
        boolean secure() {
            return server.secureHttp() || server.passthrough();
        }
    }

    public Gateways(
            List<Gateway> declared, List<VirtualService> virtualServices, Settings settings, Problems problems) {
        this.problems = problems;
        List<Gateway> ours = new ArrayList<>(declared.stream()
                .filter(gateway -> settings.gatewayLabels()
                        .entrySet()
                        .containsAll(gateway.selector().entrySet()))
                .toList());
        addReferred(ours, declared, virtualServices, settings);
        ours.sort(Resource.OLDEST_FIRST);
        Set<Integer> literal = new HashSet<>();
        ours.forEach(gateway -> gateway.servers().forEach(server -> literal.add(server.port())));
        for (Gateway gateway : ours) {
            for (Server server : gateway.servers()) {
                open(gateway, server, literal);
            }
        }
    }

    /** Servers by bound port, oldest Gateway first. */
    Map<Integer, List<Opened>> byPort() {
        return byPort;
    }

    /** Gateways that routes name and nobody declared: Seldon's own is implied, any other is told. */
    private void addReferred(
            List<Gateway> ours, List<Gateway> declared, List<VirtualService> virtualServices, Settings settings) {
        Set<String> known = new HashSet<>();
        declared.forEach(gateway -> known.add(nameOf(gateway)));
        for (VirtualService service : virtualServices) {
            for (String reference : service.gateways()) {
                String name = GatewayNames.resolve(reference, service.meta().namespace());
                if (name.equals(VirtualService.MESH) || !known.add(name)) {
                    continue;
                }
                boolean implied = name.equals(SELDON_GATEWAY) && !settings.cluster();
                if (implied) {
                    ours.add(seldonGateway(settings));
                }
                problems.add(new Problem(
                        implied ? Severity.NOTICE : Severity.ERROR,
                        Code.MISSING_GATEWAY,
                        service.meta().id().toString(),
                        "spec.gateways",
                        "Gateway " + name + (settings.cluster() ? " is not there; " : " is not among the manifests; ")
                                + (implied ? "HTTP for all hosts on port 8000 is implied" : "nothing is exposed there"),
                        service.meta().file()));
            }
        }
    }

    private static Gateway seldonGateway(Settings settings) {
        ObjectId id = new ObjectId("Gateway", "istio-system", "seldon-gateway");
        Server server = new Server("spec.servers[0]", 8000, "http", "HTTP", List.of("*"), false, null);
        return new Gateway(
                new Meta(id, Instant.MIN, Map.of(), Map.of(), List.of(), ""),
                settings.gatewayLabels(),
                List.of(server));
    }

    private static String nameOf(Gateway gateway) {
        return gateway.meta().namespace() + "/" + gateway.meta().name();
    }

    private void open(Gateway gateway, Server server, Set<Integer> literal) {
        int bound = server.port() < FIRST_UNPRIVILEGED ? server.port() + SHIFT : server.port();
        if (bound != server.port() && literal.contains(bound)) {
            notOpened(
                    gateway,
                    server,
                    "port " + bound + ", which stands for " + server.port() + ", is declared literally");
            return;
        }
        Opened opened = new Opened(gateway, nameOf(gateway), server);
        if (!server.plainHttp() && !opened.secure()) {
            notOpened(gateway, server, "this router does not open " + described(server) + instead(server));
            return;
        }
        List<Opened> ofPort = byPort.computeIfAbsent(bound, port -> new ArrayList<>());
        if (!ofPort.isEmpty() && ofPort.get(0).secure() != opened.secure()) {
            notOpened(
                    gateway,
                    server,
                    "port " + bound + " carries " + described(ofPort.get(0).server()) + " already");
            return;
        }
        ofPort.add(opened);
    }

    private static String instead(Server server) {
        ServerTls tls = server.tls();
        if (tls == null) {
            return ": write protocol HTTP, or HTTPS with TLS";
        }
        return tls.mode() == ServerTls.Mode.AUTO_PASSTHROUGH
                ? ", by which callers would name any Service of the cluster: write mode PASSTHROUGH, and a"
                        + " VirtualService with tls routes"
                : ": write protocol HTTPS, or mode PASSTHROUGH with tls routes";
    }

    private static String described(Server server) {
        ServerTls tls = server.tls();
        return server.protocol() + (tls == null ? "" : " with TLS of mode " + tls.mode());
    }

    void notOpened(Gateway gateway, Server server, String why) {
        problems.add(new Problem(
                Severity.ERROR,
                Code.LISTENER_NOT_OPENED,
                gateway.meta().id().toString(),
                server.path(),
                why + "; the server is not opened",
                gateway.meta().file()));
    }
}
