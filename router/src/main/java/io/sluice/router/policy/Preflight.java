package io.sluice.router.policy;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;

/** A browser's question before its request, which never has a token: it is asked for none (istio.md §4.2). */
final class Preflight {
    private static final byte[] OPTIONS = Ascii.bytes("OPTIONS");

    private Preflight() {}

    static boolean is(RequestHead head) {
        return head.methodIs(OPTIONS)
                && says(head.fields(), FieldName.ORIGIN)
                && says(head.fields(), FieldName.ACCESS_CONTROL_REQUEST_METHOD);
    }

    private static boolean says(HeaderBlock fields, FieldName field) {
        int line = fields.first(field);
        return line >= 0 && fields.valueEnd(line) > fields.valueStart(line);
    }
}
