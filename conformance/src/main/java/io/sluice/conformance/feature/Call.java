package io.sluice.conformance.feature;

import io.sluice.conformance.observation.Header;
import io.sluice.conformance.protocol.Bytes;
import java.util.List;

/** A request as a client sends it: where from and to, and which bytes. */
public record Call(String clientAddress, int port, int timeoutMillis, Sent sent) {

    /** What goes over the wire; nothing is added to it. */
    public sealed interface Sent {
        /** HTTP/1.1 as it stands; the method says whether an answer may have a body. */
        record Raw(Bytes bytes, String method) implements Sent {}

        /**
         * HTTP/1.1.
         *
         * @param headers with {@code Host} and what frames the body
         * @param body as it goes over the wire, chunked or not
         * @param expectContinue holds the body back until 100 arrives
         * @param pauseMillis after half of the body; 0 = none
         * @param upgraded sent after a 101; may be empty
         */
        record Http1(
                String method,
                String target,
                List<Header> headers,
                Bytes body,
                boolean expectContinue,
                int pauseMillis,
                Bytes upgraded)
                implements Sent {}

        /**
         * HTTP/2 with prior knowledge.
         *
         * @param headers pseudo headers first
         * @param parts pieces of body; each is sent when all bytes before have come back
         */
        record Http2(List<Header> headers, Bytes body, List<Bytes> parts, List<Header> trailers) implements Sent {}
    }
}
