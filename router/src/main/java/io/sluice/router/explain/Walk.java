package io.sluice.router.explain;

import io.sluice.router.exchange.PathNormalizer;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.h1.HeadReading;
import io.sluice.router.route.CompiledHost;
import io.sluice.router.route.CompiledListener;
import io.sluice.router.route.CompiledOptions;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.route.HostIndex;
import io.sluice.router.snapshot.Generation;
import io.sluice.router.tls.SecurePort;
import io.sluice.router.tls.SecureServer;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.Route;
import io.sluice.table.cluster.Endpoint.Workload;
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
    private @Nullable CompiledListener listener;
    private HostIndex.@Nullable Entry host;
    private @Nullable CompiledRoute route;

    /** @param caller null = not known */
    Walk(Generation generation, Question question, @Nullable Workload caller, Limits limits) {
        this.generation = generation;
        this.question = question;
        this.caller = caller;
        this.limits = limits;
        port = boundPort(generation, question.port());
        HeadReading reading = HeadReading.of(question.bytes(), limits);
        head = reading.head();
        if (question.https()) {
            head.scheme(RequestHead.HTTPS);
        }
        Failure refused = reading.failure();
        failure = refused == null && !PathNormalizer.normalize(head, paths()) ? Failure.BAD_PATH : refused;
        if (failure == null) {
            go();
        }
    }

    private PathNormalization paths() {
        CompiledListener[] listeners = listeners();
        return (listeners.length == 0 ? CompiledOptions.DEFAULT : listeners[0].options()).paths();
    }

    /** Who is asked: over TLS, the server alone whose name the handshake asks for, which is the URL's. */
    private CompiledListener[] listeners() {
        boolean secure = generation.table().securePorts().contains(port);
        if (!question.https()) {
            return secure ? new CompiledListener[0] : generation.table().listeners(port);
        }
        SecurePort names = generation.secure().get(port);
        SecureServer server = names == null ? null : names.find(question.serverName());
        return server == null ? new CompiledListener[0] : generation.table().secureListener(server.listener());
    }

    private void go() {
        String namespace = caller == null ? null : caller.namespace();
        for (CompiledListener asked : listeners()) {
            listener = asked;
            host = asked.hosts().findEntry(head.bytes(), head.hostStart(), head.hostEnd(), namespace);
            if (host != null) {
                CompiledHost named = host.host();
                route = named.httpsRedirect() && !head.isHttps() ? null : named.firstMatch(head, caller, null);
                return;
            }
        }
    }

    /** A Gateway's 80 is bound as 8080: who names the one that is not open means the other. */
    private static int boundPort(Generation generation, int asked) {
        if (generation.table().ports().contains(asked)) {
            return asked;
        }
        for (int open : generation.table().ports()) {
            for (CompiledListener listener : generation.table().listeners(open)) {
                if (listener.declaredPort() == asked) {
                    return open;
                }
            }
        }
        return asked;
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
