package io.sluice.router.exchange;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.loop.LoopDate;
import io.sluice.router.route.CompiledOptions;

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
        CompiledOptions options = exchange.options();
        if (options.debugHeaders()) {
            fields.remove(FieldName.X_ENVOY_UPSTREAM_SERVICE_TIME);
            fields.add(FieldName.X_ENVOY_UPSTREAM_SERVICE_TIME, exchange.serviceMillis());
        }
        exchange.applyResponseHeaders(fields);
        keepFraming(head);
        if (!options.serverPasses()) {
            fields.remove(FieldName.SERVER);
            fields.add(FieldName.SERVER, server(options));
        }
        date(fields);
    }

    /** A body whose length an operation has removed is told in chunks, or by the connection's end. */
    void keepFraming(ResponseHead head) {
        if (head.framing() == Framing.LENGTH && !head.fields().has(FieldName.CONTENT_LENGTH)) {
            head.framing(Framing.CHUNKED, 0);
        }
    }

    /** An answer of our own. */
    void sign(Exchange exchange, HeaderBlock fields) {
        CompiledOptions options = exchange.options();
        fields.remove(FieldName.SERVER);
        if (!options.serverPasses()) {
            fields.add(FieldName.SERVER, server(options));
        }
        date(fields);
    }

    private byte[] server(CompiledOptions options) {
        byte[] own = options.server();
        return own == null ? server : own;
    }

    private void date(HeaderBlock fields) {
        if (!fields.has(FieldName.DATE)) {
            fields.add(FieldName.DATE, date.now());
        }
    }
}
