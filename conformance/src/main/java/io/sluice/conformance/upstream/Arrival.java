package io.sluice.conformance.upstream;

import io.sluice.conformance.observation.Body;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.observation.Sighting;
import io.sluice.conformance.protocol.Http1.Content;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** A request that an upstream is busy with. Shared: one thread serves it, another may look at it. */
final class Arrival {
    final String upstream;
    final String method;
    final String target;
    final String protocol;
    final Headers headers;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Framing framing;
    private Headers trailers = Headers.NONE;
    private boolean complete;

    Arrival(String upstream, String method, String target, String protocol, Framing framing, Headers headers) {
        this.upstream = upstream;
        this.method = method;
        this.target = target;
        this.protocol = protocol;
        this.framing = framing;
        this.headers = headers;
    }

    synchronized void content(Content content) {
        framing = content.framing();
        body.writeBytes(content.body().array());
        trailers = content.trailers();
        complete = true;
    }

    synchronized void data(byte[] more) {
        body.writeBytes(more);
    }

    synchronized void complete(@Nullable Headers last) {
        trailers = last == null ? trailers : last;
        complete = true;
    }

    synchronized byte[] body() {
        return body.toByteArray();
    }

    synchronized Sighting sighting() {
        return new Sighting(
                upstream, method, target, protocol, framing, headers, Body.of(body.toByteArray()), trailers, complete);
    }
}
