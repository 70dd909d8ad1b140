package io.sluice.router.exchange;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.route.CompiledListener;
import io.sluice.router.telemetry.PendingScrape;
import io.sluice.table.Role;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /prometheus} on a mesh port: answered by the router itself when no route claims it and the {@code Host} is an
 * address or {@code localhost}, so that a scrape of port 8000 finds what it would find at a model.
 */
public final class Scrape {
    private static final byte[] GET = Ascii.bytes("GET");
    private static final byte[] PATH = Ascii.bytes("/prometheus");
    private static final byte[] LOCALHOST = Ascii.bytes("localhost");

    private static final byte[] ACCEPT = Ascii.bytes("accept");
    private static final byte[] ACCEPT_ENCODING = Ascii.bytes("accept-encoding");

    private Scrape() {}

    /** Answers once the text is made; the exchange cancels that if it ends before. */
    static PendingScrape start(Exchange exchange, LoopExchanges exchanges) {
        HeaderBlock fields = exchange.head().fields();
        return PendingScrape.start(
                exchanges.meters(),
                exchanges.loop().eventLoop(),
                value(fields, ACCEPT),
                value(fields, ACCEPT_ENCODING),
                made -> exchanges.localReplies().metrics(exchange, made));
    }

    private static @Nullable String value(HeaderBlock fields, byte[] name) {
        int line = fields.next(name, -1);
        return line < 0 ? null : fields.value(line);
    }

    /** @param listeners of the port it came in on */
    public static boolean isAskedFor(RequestHead head, CompiledListener[] listeners) {
        return head.methodIs(GET)
                && Arrays.equals(PATH, 0, PATH.length, head.bytes(), head.pathStart(), head.pathEnd())
                && isAddress(head)
                && onMeshPort(listeners);
    }

    private static boolean onMeshPort(CompiledListener[] listeners) {
        for (CompiledListener listener : listeners) {
            if (listener.role() == Role.MESH) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAddress(RequestHead head) {
        byte[] bytes = head.bytes();
        int start = head.hostStart();
        int end = start;
        while (end < head.hostEnd() && (bytes[end] == '.' || (bytes[end] >= '0' && bytes[end] <= '9'))) {
            end++;
        }
        boolean ipv4 = end > start && (end == head.hostEnd() || bytes[end] == ':');
        boolean ipv6 = start < head.hostEnd() && bytes[start] == '[';
        return ipv4 || ipv6 || Ascii.startsWithIgnoreCase(bytes, start, head.hostEnd(), LOCALHOST);
    }
}
