package io.sluice.router.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.internal.EmptyArrays;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.route.CompiledRedirect;
import io.sluice.router.route.CompiledResponse;
import io.sluice.router.telemetry.Meters;
import java.nio.charset.StandardCharsets;

/** Answers that the router makes itself: failures, direct responses, redirects. Confined to its event loop. */
final class LocalReplies {
    private static final byte[] TEXT = Ascii.bytes("text/plain");
    private static final byte[] METRICS = Ascii.bytes("text/plain; version=0.0.4; charset=utf-8");
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final byte[] LOCATION = Ascii.bytes("location");

    private final ResponseHeaders headers;
    private final boolean reasonHeader;
    private final Meters meters;

    /** One answer is made at a time, and sent before the next. */
    private final ResponseHead head = new ResponseHead();

    LocalReplies(ResponseHeaders headers, LoopExchanges.Replying replying, Meters meters) {
        this.headers = headers;
        this.meters = meters;
        reasonHeader = replying.reasonHeader();
    }

    void failure(Exchange exchange, Failure why, boolean retried) {
        begin(why.status());
        if (reasonHeader) {
            head.fields().add(FieldName.X_SLUICE_REASON, Ascii.bytes(Reasons.of(exchange, why)));
        }
        send(exchange, why.body(retried), TEXT);
    }

    void direct(Exchange exchange, CompiledResponse response) {
        begin(response.status());
        send(exchange, response.body(), TEXT);
    }

    void redirect(Exchange exchange, CompiledRedirect redirect) {
        begin(redirect.redirect().status());
        head.fields().add(LOCATION, Ascii.bytes(Location.of(exchange.head(), exchange.listener(), redirect)));
        send(exchange, EmptyArrays.EMPTY_BYTES, TEXT);
    }

    void httpsRedirect(Exchange exchange) {
        begin(301);
        head.fields().add(LOCATION, Ascii.bytes(Location.https(exchange.head())));
        send(exchange, EmptyArrays.EMPTY_BYTES, TEXT);
    }

    /** What the router counts, for a Prometheus that scrapes port 8000 as it would a model's. */
    void metrics(Exchange exchange) {
        begin(200);
        send(exchange, meters.scrape().getBytes(StandardCharsets.UTF_8), METRICS);
    }

    private void begin(int status) {
        head.clear();
        head.status(status);
    }

    /** {@code body} is shared: it is not copied before it is written. */
    private void send(Exchange exchange, byte[] body, byte[] contentType) {
        HeaderBlock fields = head.fields();
        RequestHead request = exchange.headOrNull();
        boolean toHead = request != null && request.methodIs(HEAD);
        boolean bodyless = head.status() == 204 || head.status() == 304 || (toHead && body.length == 0);
        // HTTP/2 says by the head alone that nothing follows (istio-recorded.md §10; h2/edge-rules).
        boolean said = body.length == 0 && request != null && request.http2();
        if (!bodyless && !said) {
            fields.add(FieldName.CONTENT_LENGTH, body.length);
        }
        if (body.length > 0) {
            fields.add(FieldName.CONTENT_TYPE, contentType);
        }
        exchange.applyResponseHeaders(fields);
        headers.sign(fields);
        boolean silent = bodyless || toHead;
        head.framing(silent ? Framing.NONE : Framing.LENGTH, body.length);
        ByteBuf bytes = silent || body.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
        exchange.reply(head, bytes);
    }
}
