package io.sluice.router.exchange;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.loop.LoopDate;

/** The fields that every answer gets on its way out (istio.md §5.2). Confined to its event loop. */
final class ResponseHeaders {
    private final LoopDate date;
    private final byte[] server;

    ResponseHeaders(LoopDate date, LoopExchanges.Replying replying) {
        this.date = date;
        server = Ascii.bytes(replying.serverHeader());
    }

    /** An endpoint's answer. */
    void prepare(Exchange exchange, ResponseHead head) {
        HeaderBlock fields = head.fields();
        boolean dated = false;
        for (int i = 0; i < fields.count(); i++) {
            switch (fields.field(i)) {
                case SERVER, X_ENVOY_UPSTREAM_SERVICE_TIME -> fields.remove(i);
                case DATE -> dated = true;
                default -> {}
            }
        }
        fields.add(FieldName.X_ENVOY_UPSTREAM_SERVICE_TIME, exchange.serviceMillis());
        exchange.applyResponseHeaders(fields);
        sign(fields, dated);
    }

    /** An answer of our own. */
    void sign(HeaderBlock fields) {
        sign(fields, false);
    }

    private void sign(HeaderBlock fields, boolean dated) {
        if (!dated) {
            fields.add(FieldName.DATE, date.now());
        }
        fields.add(FieldName.SERVER, server);
    }
}
