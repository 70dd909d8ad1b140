package io.sluice.conformance.upstream;

import io.sluice.conformance.feature.Step;
import io.sluice.conformance.feature.Step.Answer;
import io.sluice.conformance.feature.Step.Answer.Message;
import io.sluice.conformance.feature.Upstream.Live;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.protocol.Http1;
import io.sluice.conformance.protocol.Http2Connection;
import io.sluice.conformance.protocol.Http2Event.DataCame;
import io.sluice.conformance.protocol.Http2Event.HeadersCame;
import io.sluice.conformance.protocol.Http2Event.StreamWasReset;
import io.sluice.conformance.protocol.Http2Event.WentAway;
import io.sluice.conformance.protocol.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/2 to an upstream. Requests are answered one after the other, in the order in which they are complete, as they were
 * when cases were recorded: a delay holds back the other streams. Confined to its thread.
 */
final class Http2Upstream {
    private static final int AFTER_GOAWAY_MILLIS = 20;
    private static final int BEFORE_RESET_MILLIS = 50;

    private final UpstreamServer server;
    private final Http2Connection connection;
    private final Map<Integer, Arrival> streams = new HashMap<>();

    Http2Upstream(UpstreamServer server, Wire wire) throws IOException {
        this.server = server;
        connection = Http2Connection.server(wire);
    }

    void serve() throws IOException, InterruptedException {
        try {
            boolean open = true;
            while (open) {
                open = switch (connection.next()) {
                    case HeadersCame came -> headers(came);
                    case DataCame came -> data(came);
                    case StreamWasReset reset -> {
                        if (streams.remove(reset.stream()) != null) {
                            server.arrivals.end();
                        }
                        yield true;
                    }
                    // The router takes no more answers than to what it has asked; it closes by itself.
                    case WentAway gone -> true;
                };
            }
        } finally {
            streams.forEach((stream, arrival) -> server.arrivals.end());
        }
    }

    private boolean headers(HeadersCame came) throws IOException, InterruptedException {
        Arrival known = streams.get(came.stream());
        if (known != null) {
            return !came.end() || complete(came.stream(), known, came.headers());
        }
        Arrival arrival = new Arrival(
                server.declared.name(),
                came.headers().last(":method").orElse(""),
                came.headers().last(":path").orElse(""),
                "HTTP/2",
                Framing.H2,
                came.headers());
        streams.put(came.stream(), arrival);
        server.arrivals.begin(arrival);
        Live live = server.declared.live();
        if (live != null) {
            connection.headers(came.stream(), withStatus(200, live.headers()), false);
        }
        return !came.end() || complete(came.stream(), arrival, null);
    }

    private boolean data(DataCame came) throws IOException, InterruptedException {
        Arrival arrival = streams.get(came.stream());
        if (arrival == null) {
            return true;
        }
        arrival.data(came.data().array());
        if (server.declared.live() != null && !came.data().isEmpty()) {
            connection.data(came.stream(), came.data().array(), false);
        }
        return !came.end() || complete(came.stream(), arrival, null);
    }

    /** Whether the connection stays open. */
    private boolean complete(int stream, Arrival arrival, @Nullable Headers trailers)
            throws IOException, InterruptedException {
        arrival.complete(trailers);
        streams.remove(stream);
        try {
            return answer(stream, arrival);
        } finally {
            server.arrivals.end();
        }
    }

    private boolean answer(int stream, Arrival arrival) throws IOException, InterruptedException {
        Live live = server.declared.live();
        if (live != null) {
            connection.headers(stream, live.trailers(), true);
            return true;
        }
        Step step = server.nextStep();
        Thread.sleep(step.delayMillis());
        return switch (step.answer()) {
            case Answer.Nothing nothing -> false;
            case Answer.ResetStream reset -> {
                connection.reset(stream, reset.error());
                yield true;
            }
            case Answer.GoAway goAway -> {
                connection.goAway(goAway.lastStream(), goAway.error());
                Thread.sleep(AFTER_GOAWAY_MILLIS);
                yield false;
            }
            case Message message -> {
                message(stream, arrival, message);
                yield true;
            }
            case Answer.Raw raw ->
                throw new IllegalStateException(
                        "upstream " + server.declared.name() + " speaks HTTP/2: no raw bytes to send");
        };
    }

    private void message(int stream, Arrival arrival, Message message) throws IOException, InterruptedException {
        ScriptedContent content = ScriptedContent.of(arrival, message);
        boolean empty = content.body().isEmpty() || arrival.method.equals("HEAD");
        boolean trailers = !message.trailers().isEmpty();
        boolean endsWithBody = !trailers && message.resetAfter() == null;
        connection.headers(stream, withStatus(message.status(), content.headers()), empty && endsWithBody);
        if (!empty) {
            body(stream, message, content.body().array(), endsWithBody);
        }
        if (message.resetAfter() != null) {
            Thread.sleep(BEFORE_RESET_MILLIS);
            connection.reset(stream, message.resetAfter());
        } else if (trailers) {
            connection.headers(stream, message.trailers(), true);
        }
    }

    private void body(int stream, Message message, byte[] body, boolean end) throws IOException, InterruptedException {
        int parts = message.drip().parts();
        List<byte[]> pieces = Http1.pieces(body, (body.length + parts - 1) / parts);
        for (int i = 0; i < pieces.size(); i++) {
            Thread.sleep(message.drip().everyMillis());
            connection.data(stream, pieces.get(i), end && i == pieces.size() - 1);
        }
    }

    private static List<Header> withStatus(int status, List<Header> headers) {
        List<Header> all = new ArrayList<>();
        all.add(new Header(":status", Integer.toString(status)));
        all.addAll(headers);
        return all;
    }
}
