package io.sluice.router.explain;

import io.netty.util.internal.EmptyArrays;
import io.sluice.router.exchange.Verdicts;
import io.sluice.router.explain.Explanation.Gate;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.ClientCertificates;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.h1.HeadReading;
import io.sluice.router.policy.Denial;
import io.sluice.router.policy.Judgement;
import io.sluice.router.policy.jwt.Claims;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledHost;
import io.sluice.router.route.CompiledListener;
import io.sluice.router.route.CompiledOptions;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.route.HostIndex;
import io.sluice.router.route.path.PathNormalizer;
import io.sluice.router.route.pod.PodGates;
import io.sluice.router.snapshot.Generation;
import io.sluice.router.tls.SecurePort;
import io.sluice.router.tls.SecureServer;
import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.SniRoute;
import io.sluice.table.cluster.Endpoint.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question on the road of a request, as far as it comes: the steps of {@code exchange.RequestPath}, taken with the objects
 * that it takes them with.
 */
final class Walk {
    private final Generation generation;
    private final Question question;
    private final @Nullable Workload caller;
    private final Limits limits;
    private final RequestHead head;
    private final @Nullable Failure failure;
    private final int port;
    private final @Nullable SniRoute passed;
    private @Nullable CompiledListener listener;
    private HostIndex.@Nullable Entry host;
    private @Nullable CompiledRoute route;
    private @Nullable Verdicts verdicts;
    private @Nullable Denial denial;
    private final List<Judgement> told = new ArrayList<>();

    /** @param caller null = not known */
    Walk(Generation generation, Question question, @Nullable Workload caller, Limits limits) {
        this.generation = generation;
        this.question = question;
        this.caller = caller;
        this.limits = limits;
        port = boundPort(generation, question.port());
        passed = server() instanceof SecureServer.Passing passing ? passing.declared() : null;
        HeadReading reading = HeadReading.of(question.bytes(), limits);
        head = reading.head();
        if (question.https()) {
            head.scheme(RequestHead.HTTPS);
        }
        Failure refused = reading.failure();
        failure = refused == null && !PathNormalizer.normalize(head, options().paths()) ? Failure.BAD_PATH : refused;
        if (failure == null && passed == null) {
            go();
        }
    }

    private CompiledOptions options() {
        CompiledListener[] listeners = listeners();
        return listeners.length == 0 ? CompiledOptions.DEFAULT : listeners[0].options();
    }

    /** Who is asked: over TLS, the server alone whose name the handshake asks for, which is the URL's. */
    private CompiledListener[] listeners() {
        boolean secure = generation.table().securePorts().contains(port);
        if (!question.https()) {
            return secure ? new CompiledListener[0] : generation.table().listeners(port);
        }
        SecureServer server = server();
        return server == null ? new CompiledListener[0] : generation.table().secureListener(server.listener());
    }

    /** Whom a handshake would find; null = it is refused, or there is none. */
    private @Nullable SecureServer server() {
        SecurePort names = question.https() ? generation.secure().get(port) : null;
        return names == null ? null : names.find(question.serverName());
    }

    private void go() {
        ClientCertificates.settle(head.fields(), options().clientCertificate(), EmptyArrays.EMPTY_BYTES);
        String namespace = caller == null ? null : caller.namespace();
        for (CompiledListener asked : listeners()) {
            listener = asked;
            host = asked.hosts().findEntry(head.bytes(), head.hostStart(), head.hostEnd(), namespace);
            if (host != null) {
                break;
            }
        }
        if (listener != null) {
            verdicts = new Verdicts(
                    head, listener, question.caller(), question.https() ? question.serverName() : null, caller);
            if (listener.role() == Role.GATEWAY && listener.policies() != null) {
                denial = verdicts.atRouter(listener.policies(), told);
            }
        }
        if (host != null) {
            CompiledHost named = host.host();
            route = named.httpsRedirect() && !head.isHttps() ? null : named.firstMatch(head, caller, claims());
        }
    }

    /** Of the token that the listener's policies found good. */
    @Nullable
    Claims claims() {
        return verdicts == null ? null : verdicts.claims();
    }

    /** Why the listener's policies do not let it through; null = they do. */
    @Nullable
    Denial denial() {
        return denial;
    }

    /** What guards it on its way: this router, then the pods that it may reach. */
    List<Gate> gates() {
        List<Gate> gates = new ArrayList<>();
        if (!told.isEmpty()) {
            gates.add(Guards.gate("router", denial, told));
        }
        PodGates pods = generation.table().pods();
        if (pods != null
                && verdicts != null
                && listener != null
                && route != null
                && denial == null
                && route.action() instanceof CompiledForward forward) {
            gates.addAll(new Guards(verdicts, pods, listener.role()).of(route, forward));
        }
        return gates;
    }

    /** A Gateway's 80 is bound as 8080: who names the one that is not open means the other. */
    private static int boundPort(Generation generation, int asked) {
        if (generation.table().ports().contains(asked)) {
            return asked;
        }
        return generation.declared().listeners().stream()
                .filter(listener -> listener.declaredPort() == asked)
                .mapToInt(Listener::port)
                .min()
                .orElse(asked);
    }

    /** The same from the same caller, but for what is asked. */
    Walk instead(Question other) {
        return new Walk(generation, other, caller, limits);
    }

    Generation generation() {
        return generation;
    }

    Question question() {
        return question;
    }

    @Nullable
    Workload caller() {
        return caller;
    }

    /** Understood, if {@link #failure} is null; its path in normal form. */
    RequestHead head() {
        return head;
    }

    /** Why no connection would take it; null if one would. */
    @Nullable
    Failure failure() {
        return failure;
    }

    /** The port where it arrives. */
    int port() {
        return port;
    }

    /** The one that knew the host, else the last that was asked; null if nothing listens. */
    @Nullable
    CompiledListener listener() {
        return listener;
    }

    /** The host and the name by which it was found; null if no listener of the port knows it. */
    HostIndex.@Nullable Entry host() {
        return host;
    }

    /** By which its connection would be passed on unopened; null = it is opened here, or refused. */
    @Nullable
    SniRoute passed() {
        return passed;
    }

    /** Whose {@link #passed} is. */
    @Nullable
    Listener passing() {
        SecureServer server = passed == null ? null : server();
        return server == null
                ? null
                : generation.declared().listeners().stream()
                        .filter(declared -> declared.name().equals(server.listener()))
                        .findFirst()
                        .orElse(null);
    }

    /** The first that matches; null if none does. */
    @Nullable
    CompiledRoute route() {
        return route;
    }

    /** What {@link #route} was compiled from; null if there is none. */
    @Nullable
    Route declaredRoute() {
        if (host == null || route == null) {
            return null;
        }
        return host.host().declared().routes().get(host.host().routes().indexOf(route));
    }

    /** The host as the request names it, without port. */
    String hostName() {
        String name = Ascii.text(head.bytes(), head.hostStart(), head.hostEnd());
        int colon = name.lastIndexOf(':');
        return colon < 0 || name.endsWith("]") ? name : name.substring(0, colon);
    }

    String path() {
        return Ascii.text(head.bytes(), head.pathStart(), head.pathEnd());
    }

    String query() {
        return Ascii.text(head.bytes(), head.queryStart(), head.queryEnd());
    }
}
