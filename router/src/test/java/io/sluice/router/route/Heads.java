package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;

/** Request heads for tests, as a connection would have read them. */
final class Heads {
    private Heads() {}

    /** @param fields names, lower case, and values in turn */
    static RequestHead of(String method, String target, String host, String... fields) {
        RequestHead head = new RequestHead();
        HeaderBlock block = head.fields();
        block.append(Ascii.bytes(method));
        head.method(0, block.length());
        int start = block.length();
        block.append(Ascii.bytes(target));
        int query = target.indexOf('?');
        int pathEnd = start + (query < 0 ? target.length() : query);
        head.path(start, pathEnd, true);
        head.query(pathEnd, block.length());
        block.add(Ascii.bytes("host"), Ascii.bytes(host));
        head.host(0, block.valueStart(0), block.valueEnd(0));
        for (int i = 0; i < fields.length; i += 2) {
            block.add(Ascii.bytes(fields[i]), Ascii.bytes(fields[i + 1]));
        }
        return head;
    }
}
