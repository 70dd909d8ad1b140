package io.sluice.router.exchange;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import io.sluice.router.route.CompiledListener;

/** Says in words why the router answered itself: what {@code x-sluice-reason} and, later, the access log show. */
final class Reasons {
    private static final int MOST_SHOWN = 200;

    private Reasons() {}

    static String of(Exchange exchange, Failure why) {
        RequestHead head = exchange.headOrNull();
        String details = why.flag().isEmpty() ? why.details() : why.flag() + " " + why.details();
        if (why != Failure.NO_ROUTE || head == null) {
            return details;
        }
        CompiledListener listener = exchange.listener();
        boolean hostKnown = listener != null
                && listener.hosts().find(head.bytes(), head.hostStart(), head.hostEnd(), exchange.callerNamespace())
                        != null;
        String host = shown(head.bytes(), head.hostStart(), head.hostEnd());
        return hostKnown
                ? details + ": no route of host " + host + " matches "
                        + shown(head.bytes(), head.pathStart(), head.pathEnd())
                : details + ": no host is named " + host;
    }

    private static String shown(byte[] bytes, int start, int end) {
        return Ascii.text(bytes, start, Math.min(end, start + MOST_SHOWN));
    }
}
