package io.sluice.router.route.hash;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.QueryParameters;
import io.sluice.router.http.RequestHead;
import io.sluice.router.upstream.balance.XxHash64;
import io.sluice.table.Destination;
import io.sluice.table.Split;
import io.sluice.table.policy.HashKey;
import java.util.List;

/**
 * The keys of a route: those of all its destinations, one after the other, whichever of them is drawn (istio-recorded.md §11).
 * Immutable.
 */
public final class HashKeys {
    private final Key[] keys;

    /** Reads one key, if it is there. */
    private interface Key {
        void read(RequestHead head, Caller caller, RequestKey into);
    }

    private HashKeys(List<HashKey> declared) {
        keys = declared.stream().map(HashKeys::key).toArray(Key[]::new);
    }

    /** Of the destinations that can be drawn. */
    public static HashKeys of(Split split) {
        return new HashKeys(split.destinations().stream()
                .filter(destination -> !split.weighted() || destination.weight() > 0)
                .map(Destination::hashKeys)
                .flatMap(List::stream)
                .toList());
    }

    public void read(RequestHead head, Caller caller, RequestKey into) {
        for (Key key : keys) {
            key.read(head, caller, into);
        }
    }

    private static Key key(HashKey declared) {
        return switch (declared) {
            case HashKey.Header header -> {
                byte[] name = Ascii.bytes(header.name());
                yield (head, caller, into) -> header(head.fields(), name, into);
            }
            case HashKey.Cookie cookie -> {
                CookieKey key = new CookieKey(cookie);
                yield (head, caller, into) -> key.read(head.fields(), caller, into);
            }
            case HashKey.SourceAddress source ->
                (head, caller, into) ->
                        into.add(XxHash64.of(caller.remoteAddress(), 0, caller.remoteAddress().length, 0));
            case HashKey.QueryParameter parameter -> {
                byte[] name = Ascii.bytes(parameter.name());
                yield (head, caller, into) -> query(head, name, into);
            }
        };
    }

    /** Several lines count all, in any order. */
    private static void header(HeaderBlock fields, byte[] name, RequestKey into) {
        int line = fields.next(name, -1);
        if (line < 0) {
            return;
        }
        long hash = 0;
        for (; line >= 0; line = fields.next(name, line)) {
            hash += XxHash64.of(fields.bytes(), fields.valueStart(line), fields.valueEnd(line), 0);
        }
        into.add(hash);
    }

    private static void query(RequestHead head, byte[] name, RequestKey into) {
        int start = QueryParameters.valueOf(head, name);
        if (start >= 0) {
            into.add(XxHash64.of(head.bytes(), start, QueryParameters.valueEnd(head, start), 0));
        }
    }
}
