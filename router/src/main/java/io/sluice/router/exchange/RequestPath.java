package io.sluice.router.exchange;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.RequestHead;
import io.sluice.router.route.CompiledAction;
import io.sluice.router.route.CompiledDestination;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledHost;
import io.sluice.router.route.CompiledListener;
import io.sluice.router.route.CompiledRedirect;
import io.sluice.router.route.CompiledResponse;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.route.hash.HashKeys;
import io.sluice.router.snapshot.Generations;
import org.jspecify.annotations.Nullable;

/**
 * The life of a request, in the order it happens. It only calls; each stage's work is where the call goes. Confined to the
 * event loop of its exchanges.
 */
final class RequestPath {
    private final Generations generations;
    private final ForwardedHeaders headers;
    private final LocalReplies replies;

    RequestPath(Generations generations, ForwardedHeaders headers, LocalReplies replies) {
        this.generations = generations;
        this.headers = headers;
        this.replies = replies;
    }

    void onHead(Exchange exchange) {
        RequestHead head = exchange.head();
        exchange.enter(generations.current()); //                   1  one generation for all of its life
        boolean normal = PathNormalizer.BASE.normalize(head); //    2  for matching and forwarding alike
        if (!normal) {
            exchange.reply(Failure.BAD_PATH);
            return;
        }
        CompiledRoute route = route(exchange, head);
        if (route == null) {
            unrouted(exchange);
            return;
        }
        exchange.enter(route);
        act(exchange, route.action()); //                           5  what the route does; sealed, so none is forgotten
    }

    /** 3 whose name, and 4 the first route, in order, that matches. */
    private @Nullable CompiledRoute route(Exchange exchange, RequestHead head) {
        for (CompiledListener listener : exchange.listeners()) {
            exchange.enter(listener);
            CompiledHost host =
                    listener.hosts().find(head.bytes(), head.hostStart(), head.hostEnd(), exchange.callerNamespace());
            if (host != null) {
                if (host.httpsRedirect()) {
                    replies.httpsRedirect(exchange);
                    return null;
                }
                return host.firstMatch(head, exchange.caller());
            }
        }
        return null;
    }

    private void unrouted(Exchange exchange) {
        if (exchange.ended()) {
            return;
        }
        if (Scrape.isAskedFor(exchange.head(), exchange.listeners())) {
            replies.metrics(exchange);
        } else {
            exchange.reply(Failure.NO_ROUTE);
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
        CompiledDestination destination = forward.split().draw(exchange.random()); // 6  by weight
        exchange.enter(forward, destination);
        if (destination.cluster() == null) {
            exchange.reply(Failure.NO_CLUSTER);
            return;
        }
        HashKeys keys = forward.hash();
        if (keys != null) {
            exchange.readKey(keys);
        }
        headers.prepare(exchange, forward); //                      7  the request as every attempt sends it
        if (forward.shadows().length > 0 && destination.cluster().size() > 0) { // no copy of what goes nowhere
            exchange.shadow(forward.shadows());
        }
        exchange.attempt(); //                                      8  and 9: Exchange asks Retries when one fails
    }
}
