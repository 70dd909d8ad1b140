package io.sluice.conformance.client;

import io.sluice.conformance.feature.Call.Sent;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.protocol.Http1;
import io.sluice.conformance.protocol.Http1.Content;
import io.sluice.conformance.protocol.Http1.Head;
import io.sluice.conformance.protocol.Wire;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** One request over HTTP/1.1. */
final class Http1Client {
    private static final byte[] NOTHING = new byte[0];

    private final Wire wire;
    private final Reply reply;

    Http1Client(Wire wire, Reply reply) {
        this.wire = wire;
        this.reply = reply;
    }

    /** Whether the connection may be used again. */
    boolean raw(Sent.Raw raw) throws IOException {
        wire.send(raw.bytes().array());
        return receive(raw.method(), NOTHING, NOTHING);
    }

    /** Whether the connection may be used again. */
    boolean request(Sent.Http1 request) throws IOException {
        byte[] head = Http1.head(request.method() + " " + request.target() + " HTTP/1.1", request.headers());
        byte[] body = request.body().array();
        byte[] upgraded = request.upgraded().array();
        if (request.expectContinue()) {
            wire.send(head);
            return receive(request.method(), body, upgraded);
        }
        if (request.pauseMillis() == 0) {
            wire.send(joined(head, body));
        } else {
            wire.send(joined(head, Arrays.copyOf(body, body.length / 2)));
            if (!wire.readableWithin(request.pauseMillis())) {
                wire.send(Arrays.copyOfRange(body, body.length / 2, body.length));
            }
        }
        return receive(request.method(), NOTHING, upgraded);
    }

    /**
     * @param held sent once 100 arrives
     * @param upgraded sent after a 101; as many bytes are awaited
     */
    private boolean receive(String method, byte[] held, byte[] upgraded) throws IOException {
        Head head = Http1.head(wire.until(Http1.END_OF_HEAD));
        int status = status(head);
        while (status >= 100 && status < 200 && status != 101) {
            reply.interim.add(status);
            if (status == 100) {
                wire.send(held);
            }
            head = Http1.head(wire.until(Http1.END_OF_HEAD));
            status = status(head);
        }
        reply.status = status;
        reply.headers = head.headers();
        if (method.equals("HEAD") || status == 101 || status == 204 || status == 304) {
            reply.complete = true;
            if (status == 101) {
                wire.send(upgraded);
                reply.body = wire.exactly(upgraded.length);
            }
            return status != 101 && stays(head);
        }
        reply.framing = Http1.framing(head.headers(), Framing.UNTIL_CLOSE);
        Content content = Http1.content(wire, head.headers(), reply.framing);
        reply.body = content.body().array();
        reply.trailers = content.trailers();
        reply.complete = true;
        return stays(head) && reply.framing != Framing.UNTIL_CLOSE;
    }

    /** 0 for what is no status line: an observation that no recording agrees with. */
    private static int status(Head head) {
        String[] words = head.startLine().split(" ", 3);
        try {
            return words.length < 2 ? 0 : Integer.parseInt(words[1]);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static boolean stays(Head head) {
        List<Header> lines = head.headers().lines();
        return lines.stream()
                .noneMatch(line -> line.is("connection") && line.value().equalsIgnoreCase("close"));
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
