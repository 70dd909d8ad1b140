package io.sluice.router.exchange;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import io.sluice.router.route.CompiledListener;

/** Says in words why the router answered itself: what {@code x-sluice-reason} shows, in the words of {@code explain}. */
public final class Reasons {
    private static final int MOST_SHOWN = 200;

    private Reasons() {}

    static String of(Exchange exchange, Failure why) {
        RequestHead head = exchange.headOrNull();
        String details = why.flag().isEmpty() ? why.details() : why.flag() + " " + why.details();
        if (why != Failure.NO_ROUTE || head == null) {
            return details;
        }
        CompiledListener listener = exchange.listenerOrNull();
        boolean hostKnown = listener != null
                && listener.hosts().find(head.bytes(), head.hostStart(), head.hostEnd(), exchange.callerNamespace())
                        != null;
        String host = shown(head.bytes(), head.hostStart(), head.hostEnd());
        return details + ": "
                + (hostKnown ? noRoute(host, shown(head.bytes(), head.pathStart(), head.pathEnd())) : noHost(host));
    }

    /** @param host as the request names it */
    public static String noHost(String host) {
        return "no host is named " + host;
    }

    public static String noRoute(String host, String path) {
        return "no route of host " + host + " matches " + path;
    }

    private static String shown(byte[] bytes, int start, int end) {
        return Ascii.text(bytes, start, Math.min(end, start + MOST_SHOWN));
    }
}
