package io.sluice.router.exchange;

import io.sluice.table.policy.Fault;

/** Injects what a route asks for: first the delay, then the abort, each with its own draw. Confined to its event loop. */
final class Faults {
    private final RequestPath path;
    private final LocalReplies replies;

    Faults(RequestPath path, LocalReplies replies) {
        this.path = path;
        this.replies = replies;
    }

    /** Holds the request, aborts it, or lets it go on. */
    void inject(Exchange exchange, Fault fault) {
        Fault.Delay delay = fault.delay();
        if (delay != null && exchange.random().chance(delay.share().perMillion())) {
            exchange.delay(delay.duration().toNanos());
        } else {
            afterDelay(exchange, fault);
        }
    }

    void afterDelay(Exchange exchange, Fault fault) {
        Fault.Abort abort = fault.abort();
        if (abort != null && exchange.random().chance(abort.share().perMillion())) {
            replies.aborted(exchange, abort.answer());
        } else {
            path.proceed(exchange);
        }
    }
}
