package io.sluice.router.route.hash;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.upstream.balance.XxHash64;
import io.sluice.table.policy.HashKey;
import io.sluice.table.policy.HashKey.Attribute;
import java.time.Duration;
import java.util.HexFormat;

/** A cookie that names a seat; where the route says so, one is handed out to who has none. Immutable. */
final class CookieKey {
    private static final byte[] COOKIE = Ascii.bytes("cookie");

    private final byte[] name;
    private final boolean handedOut;

    /** What stands before and behind the value of one that is handed out (istio-recorded.md §11). */
    private final String before;

    private final String behind;

    CookieKey(HashKey.Cookie declared) {
        name = Ascii.bytes(declared.name());
        Duration ttl = declared.ttl();
        handedOut = ttl != null;
        before = declared.name() + "=\"";
        StringBuilder rest = new StringBuilder("\"");
        if (ttl != null && ttl.toSeconds() > 0) {
            rest.append("; Max-Age=").append(ttl.toSeconds());
        }
        if (!declared.path().isEmpty()) {
            rest.append("; Path=").append(declared.path());
        }
        for (Attribute attribute : declared.attributes()) {
            rest.append("; ").append(attribute.name());
            if (!attribute.value().isEmpty()) {
                rest.append('=').append(attribute.value());
            }
        }
        behind = rest.append("; HttpOnly").toString();
    }

    void read(HeaderBlock fields, Caller caller, RequestKey into) {
        for (int line = fields.next(COOKIE, -1); line >= 0; line = fields.next(COOKIE, line)) {
            if (read(fields.bytes(), fields.valueStart(line), fields.valueEnd(line), into)) {
                return;
            }
        }
        if (handedOut) {
            handOut(caller, into);
        }
    }

    /** The first pair of that name, if its value is not empty: an empty one counts as absent. */
    private boolean read(byte[] bytes, int start, int end, RequestKey into) {
        for (int at = start; at < end; ) {
            int stop = indexOf(bytes, ';', at, end);
            int from = at;
            while (from < stop && bytes[from] == ' ') {
                from++;
            }
            int equals = indexOf(bytes, '=', from, stop);
            if (equals < stop && Ascii.equals(name, bytes, from, equals)) {
                return value(bytes, equals + 1, stop, into);
            }
            at = stop + 1;
        }
        return false;
    }

    private static boolean value(byte[] bytes, int start, int end, RequestKey into) {
        boolean quoted = end - start >= 2 && bytes[start] == '"' && bytes[end - 1] == '"';
        int from = quoted ? start + 1 : start;
        int to = quoted ? end - 1 : end;
        if (from == to) {
            return false;
        }
        into.add(XxHash64.of(bytes, from, to, 0));
        return true;
    }

    private void handOut(Caller caller, RequestKey into) {
        String value = HexFormat.of().toHexDigits(caller.connectionKey());
        byte[] seat = Ascii.bytes(value);
        into.add(XxHash64.of(seat, 0, seat.length, 0));
        into.handOut(Ascii.bytes(before + value + behind));
    }

    private static int indexOf(byte[] bytes, char wanted, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
