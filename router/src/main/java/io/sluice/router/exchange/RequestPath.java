package io.sluice.router.exchange;

import io.sluice.router.authz.CompiledAuthorizer;
import io.sluice.router.authz.Verdict;
import io.sluice.router.exchange.fields.CrossOrigin;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.ClientCertificates;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.TrustedProxies;
import io.sluice.router.policy.CompiledPolicies;
import io.sluice.router.policy.Denial;
import io.sluice.router.route.CompiledAction;
import io.sluice.router.route.CompiledCors;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledHost;
import io.sluice.router.route.CompiledListener;
import io.sluice.router.route.CompiledOptions;
import io.sluice.router.route.CompiledRedirect;
import io.sluice.router.route.CompiledResponse;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.route.hash.HashKeys;
import io.sluice.router.route.path.PathNormalizer;
import io.sluice.router.snapshot.Generations;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.table.Role;
import io.sluice.table.policy.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The life of a request, in the order it happens. It only calls; each stage's work is where the call goes. Confined to the
 * event loop of its exchanges.
 */
final class RequestPath {
    private final Generations generations;
    private final ForwardedHeaders headers;
    private final Gates gates;
    private final LocalReplies replies;
    private final Faults faults;

    RequestPath(Generations generations, ForwardedHeaders headers, Gates gates, LocalReplies replies) {
        this.generations = generations;
        this.headers = headers;
        this.gates = gates;
        this.replies = replies;
        faults = new Faults(this, replies);
    }

    /** 1 one generation for all of its life, from before a head is understood. */
    void begin(Exchange exchange) {
        exchange.enter(generations.current());
    }

    void onHead(Exchange exchange) {
        RequestHead head = exchange.head();
        CompiledOptions options = exchange.options();
        if (!PathNormalizer.normalize(head, options.paths())) { //  2  for matching and forwarding alike
            exchange.reply(Failure.BAD_PATH);
            return;
        }
        if (options.maxConnectionAgeNanos() != 0) {
            exchange.ageConnection(options.maxConnectionAgeNanos());
        }
        if (exchange.client().tls() != null) {
            head.scheme(RequestHead.HTTPS);
        }
        if (options.trustedProxies() > 0) {
            TrustedProxies.scheme(head);
            exchange.trust(TrustedProxies.client(head.fields(), options.trustedProxies()));
        }
        ClientCertificates.settle(
                head.fields(), options.clientCertificate(), exchange.client().certificate());
        CompiledHost host = host(exchange, head);
        CompiledListener listener = exchange.listenerOrNull();
        if (listener != null && listener.authorizer() != null && host != null && asks(exchange, listener, host)) {
            return; // until its authorizer has answered
        }
        judge(exchange, host, null);
    }

    /** 4 who may, at this router; then the rest. */
    private void judge(Exchange exchange, @Nullable CompiledHost host, @Nullable CompiledRoute checked) {
        RequestHead head = exchange.head();
        CompiledListener listener = exchange.listenerOrNull();
        if (listener != null && listener.role() == Role.GATEWAY && isRefused(exchange, listener)) {
            return;
        }
        if (host != null && host.httpsRedirect() && !head.isHttps()) {
            exchange.translate();
            replies.httpsRedirect(exchange);
            return;
        }
        // 5 An authorizer's headers do not choose the route, claims do (istio-recorded.md §16).
        CompiledRoute route = checked != null && exchange.claims() == null
                ? checked
                : host == null ? null : host.firstMatch(head, exchange.caller(), exchange.claims());
        if (route == null) {
            unrouted(exchange);
            return;
        }
        exchange.translate(); //                                      gRPC-Web, from here on seen as gRPC
        exchange.enter(route);
        if (route.action()
                instanceof CompiledForward forward) { //  6  by weight; its header operations touch every answer
            exchange.enter(forward, forward.split().draw(exchange.random()));
        }
        if (route.fault() != null) { //                             7  delay, then abort
            faults.inject(exchange, route.fault());
        } else {
            proceed(exchange);
        }
    }

    /** Whether an external authorizer is asked: of what has a route, and custom policies match. */
    private boolean asks(Exchange exchange, CompiledListener listener, CompiledHost host) {
        CompiledPolicies policies = listener.policies();
        CompiledAuthorizer authorizer = listener.authorizer();
        CompiledRoute route = host.firstMatch(exchange.head(), exchange.caller(), null);
        if (policies == null
                || authorizer == null
                || route == null
                || listener.role() != Role.GATEWAY
                || !gates.asks(exchange, policies)) {
            return false;
        }
        exchange.translate(); // what comes of its body meanwhile is kept as the endpoint will get it
        exchange.ask(authorizer, verdict -> answered(exchange, host, route, verdict));
        return true;
    }

    private void answered(Exchange exchange, CompiledHost host, CompiledRoute route, Verdict verdict) {
        switch (verdict) {
            case Verdict.Passes passes -> {
                exchange.grant(passes);
                judge(exchange, host, route);
                exchange.onReadComplete(); // nobody reads just now who would flush what was sent
            }
            case Verdict.Refuses refuses -> replies.refused(exchange, refuses);
            case Verdict.NoAnswer none -> replies.unasked(exchange, none.status());
            case Verdict.TooLarge tooLarge -> replies.tooLargeToAsk(exchange);
        }
    }

    /** A fault has held the request for as long as it should. */
    void afterDelay(Exchange exchange) {
        Fault fault = exchange.route().fault();
        if (fault != null) {
            faults.afterDelay(exchange, fault);
        }
    }

    /** No fault was injected, or it was a delay that is over. */
    void proceed(Exchange exchange) {
        CompiledRoute route = exchange.route();
        CompiledCors cors = route.cors();
        if (cors != null && isAnswered(exchange, cors)) { //        8  of other origins
            return;
        }
        act(exchange, route.action()); //                           9  what the route does; sealed, so none is forgotten
    }

    private boolean isAnswered(Exchange exchange, CompiledCors cors) {
        return switch (CrossOrigin.judge(exchange.head(), cors)) {
            case PLAIN -> false;
            case ALLOWED -> {
                exchange.allowOrigin(cors);
                yield false;
            }
            case PREFLIGHT -> {
                replies.preflight(exchange, cors, true);
                yield true;
            }
            case UNMATCHED_PREFLIGHT -> {
                replies.preflight(exchange, cors, false);
                yield true;
            }
        };
    }

    /** 3 whose name; without one, the listener asked last is the one that has no route. */
    private static @Nullable CompiledHost host(Exchange exchange, RequestHead head) {
        for (CompiledListener listener : exchange.listeners()) {
            exchange.enter(listener);
            CompiledHost host =
                    listener.hosts().find(head.bytes(), head.hostStart(), head.hostEnd(), exchange.callerNamespace());
            if (host != null) {
                return host;
            }
        }
        return null;
    }

    /** 4 who may, at this router: before the route, so that nobody learns by a 404 what there is (istio.md §4.1). */
    private boolean isRefused(Exchange exchange, CompiledListener listener) {
        CompiledPolicies policies = listener.policies();
        if (policies == null) {
            return false;
        }
        Denial denial = gates.atRouter(exchange, policies);
        if (denial == null) {
            return false;
        }
        replies.denied(exchange, denial);
        return true;
    }

    private void unrouted(Exchange exchange) {
        exchange.translate();
        CompiledListener listener = exchange.listenerOrNull();
        if (listener == null || !Scrape.isAskedFor(exchange.head(), exchange.listeners())) {
            exchange.reply(Failure.NO_ROUTE);
        } else if (listener.role() == Role.GATEWAY || !isRefused(exchange, listener)) {
            exchange.replyMetrics();
        }
    }

    private void act(Exchange exchange, CompiledAction action) {
        switch (action) {
            case CompiledResponse response -> replies.direct(exchange, response);
            case CompiledRedirect redirect -> replies.redirect(exchange, redirect);
            case CompiledForward forward -> forward(exchange, forward);
        }
    }

    private void forward(Exchange exchange, CompiledForward forward) {
        UpstreamCluster cluster = exchange.destination().cluster();
        if (cluster == null) {
            exchange.reply(exchange.destination().unreachable());
            return;
        }
        exchange.forwarding();
        HashKeys keys = forward.hash();
        if (keys != null) {
            exchange.readKey(keys);
        }
        headers.prepare(exchange, forward); //                      10 the request as every attempt sends it
        if (forward.shadows().length > 0 && cluster.size() > 0) { //   no copy of what goes nowhere
            exchange.shadow(forward.shadows());
        }
        exchange.attempt(); //                                      11 and 12: Retries is asked when one fails
    }
}
