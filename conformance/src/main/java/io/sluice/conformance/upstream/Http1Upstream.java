package io.sluice.conformance.upstream;

import io.sluice.conformance.feature.Step;
import io.sluice.conformance.feature.Step.Answer;
import io.sluice.conformance.feature.Step.Answer.Message;
import io.sluice.conformance.feature.Step.Cut;
import io.sluice.conformance.feature.Step.Reading;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.protocol.Http1;
import io.sluice.conformance.protocol.Http1.Head;
import io.sluice.conformance.protocol.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One connection of HTTP/1.1 to an upstream. Confined to its thread. */
final class Http1Upstream {
    private static final int BEFORE_CLOSE_MILLIS = 50;
    private static final int CHUNK_BYTES = 4096;
    private static final String PROXY = "PROXY ";

    private final UpstreamServer server;
    private final Wire wire;

    Http1Upstream(UpstreamServer server, Wire wire) {
        this.server = server;
        this.wire = wire;
    }

    void serve() throws IOException, InterruptedException {
        boolean open = true;
        while (open) {
            Arrival arrival = arrival(wire.until(Http1.END_OF_HEAD));
            Step step = server.nextStep();
            server.arrivals.begin(arrival);
            try {
                open = answer(arrival, step);
            } finally {
                server.arrivals.end();
            }
        }
    }

    private Arrival arrival(String text) {
        List<Header> lines = new ArrayList<>();
        String request = text;
        if (text.startsWith(PROXY)) {
            String[] line = text.split("\r\n", 2);
            request = line[1];
            List<String> words = Arrays.asList(line[0].split(" ", -1));
            lines.add(new Header("PROXY", String.join(" ", words.subList(1, Math.min(4, words.size())))));
        }
        Head head = Http1.head(request);
        lines.addAll(head.headers().lines());
        String[] words = head.startLine().split(" ", 3);
        return new Arrival(
                server.declared.name(),
                words[0],
                words.length > 1 ? words[1] : "",
                words.length > 2 ? words[2] : "",
                Framing.NONE,
                new Headers(lines));
    }

    /** Whether the connection stays open. */
    private boolean answer(Arrival arrival, Step step) throws IOException, InterruptedException {
        if (step.reading() == Reading.FIRST) {
            if (arrival.headers
                    .last("expect")
                    .filter("100-continue"::equalsIgnoreCase)
                    .isPresent()) {
                wire.send("HTTP/1.1 100 Continue\r\n\r\n");
            }
            read(arrival);
        } else if (step.reading() == Reading.NEVER) {
            arrival.complete(null);
        }
        if (!wire.openFor(step.delayMillis())) {
            return false;
        }
        boolean open = switch (step.answer()) {
            case Answer.Nothing nothing -> {
                if (nothing.reset()) {
                    wire.reset();
                }
                yield false;
            }
            case Answer.Raw raw -> raw(raw);
            case Message message -> message(arrival, message);
            case Answer.ResetStream reset -> throw http2Only();
            case Answer.GoAway goAway -> throw http2Only();
        };
        if (open && step.reading() == Reading.AFTER_THE_ANSWER) {
            read(arrival);
        }
        return open && step.reading() != Reading.NEVER;
    }

    private IllegalStateException http2Only() {
        return new IllegalStateException("upstream " + server.declared.name() + " speaks HTTP/1.1: no frames to send");
    }

    private void read(Arrival arrival) throws IOException {
        Framing framing = Http1.framing(arrival.headers, Framing.NONE);
        arrival.content(Http1.content(wire, arrival.headers, framing));
    }

    private boolean raw(Answer.Raw raw) throws IOException {
        wire.send(raw.bytes().array());
        return switch (raw.afterwards()) {
            case KEEP -> true;
            case CLOSE -> false;
            case TUNNEL -> {
                for (byte[] more = wire.some(); more.length > 0; more = wire.some()) {
                    wire.send(more);
                }
                yield false;
            }
        };
    }

    private boolean message(Arrival arrival, Message message) throws IOException, InterruptedException {
        ScriptedContent content = ScriptedContent.of(arrival, message);
        byte[] head = head(message, content);
        byte[] body = arrival.method.equals("HEAD") || bare(message) ? new byte[0] : onTheWire(message, content);
        if (message.cut() != Cut.NOWHERE) {
            int kept = message.cut() == Cut.MID_BODY ? content.body().length() / 2 : 0;
            wire.send(joined(head, Arrays.copyOf(body, Math.min(kept, body.length))));
            Thread.sleep(BEFORE_CLOSE_MILLIS);
            return false;
        }
        if (message.drip().everyMillis() == 0) {
            wire.send(joined(head, body));
            return true;
        }
        wire.send(head);
        int parts = message.drip().parts();
        for (byte[] piece : Http1.pieces(body, Math.max(1, (body.length + parts - 1) / parts))) {
            if (!wire.openFor(message.drip().everyMillis())) {
                return false;
            }
            wire.send(piece);
        }
        return true;
    }

    /** Whether the status allows neither body nor length. */
    private static boolean bare(Message message) {
        return message.status() == 204 || message.status() == 304;
    }

    private static boolean chunked(Message message, List<Header> headers) {
        return message.chunked() || headers.stream().anyMatch(line -> line.is("transfer-encoding"));
    }

    /** With what frames the body, unless the script brings it. */
    private static byte[] head(Message message, ScriptedContent content) {
        List<Header> headers = new ArrayList<>(content.headers());
        boolean framed = headers.stream().anyMatch(line -> line.is("transfer-encoding"))
                || (!message.chunked() && headers.stream().anyMatch(line -> line.is("content-length")));
        if (!bare(message) && !framed) {
            headers.add(
                    message.chunked()
                            ? new Header("transfer-encoding", "chunked")
                            : new Header(
                                    "content-length",
                                    Integer.toString(content.body().length())));
        }
        return Http1.head("HTTP/1.1 " + message.status() + " " + message.reason(), headers);
    }

    private static byte[] onTheWire(Message message, ScriptedContent content) {
        return chunked(message, content.headers())
                ? Http1.chunks(content.body().array(), message.trailers(), CHUNK_BYTES)
                : content.body().array();
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
