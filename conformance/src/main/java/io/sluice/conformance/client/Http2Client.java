package io.sluice.conformance.client;

import io.sluice.conformance.feature.Call.Sent;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.protocol.Bytes;
import io.sluice.conformance.protocol.Http2Connection;
import io.sluice.conformance.protocol.Http2Event.DataCame;
import io.sluice.conformance.protocol.Http2Event.HeadersCame;
import io.sluice.conformance.protocol.Http2Event.StreamWasReset;
import io.sluice.conformance.protocol.Http2Event.WentAway;
import io.sluice.conformance.protocol.Wire;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** One request over HTTP/2 with prior knowledge, alone on its connection. */
final class Http2Client {
    private static final int STREAM = 1;
    private static final String STATUS = ":status";

    private final Http2Connection connection;
    private final Reply reply;

    Http2Client(Wire wire, Reply reply) throws IOException {
        this.reply = reply;
        reply.framing = Framing.H2;
        connection = Http2Connection.client(wire);
    }

    void request(Sent.Http2 request) throws IOException {
        boolean trailers = !request.trailers().isEmpty();
        boolean parts = !request.parts().isEmpty();
        boolean body = !request.body().isEmpty();
        connection.headers(STREAM, request.headers(), !body && !trailers && !parts);
        if (parts) {
            inParts(request.parts(), trailers);
        } else if (body) {
            connection.data(STREAM, request.body().array(), !trailers);
        }
        if (trailers) {
            connection.headers(STREAM, request.trailers(), true);
        }
        while (!reply.over()) {
            receive();
        }
    }

    private void inParts(List<Bytes> parts, boolean trailers) throws IOException {
        int sent = 0;
        for (Bytes part : parts) {
            connection.data(STREAM, part.array(), false);
            sent += part.length();
            while (reply.body.length < sent && !reply.over()) {
                receive();
            }
        }
        if (!trailers && !reply.over()) {
            connection.data(STREAM, new byte[0], true);
        }
    }

    private void receive() throws IOException {
        switch (connection.next()) {
            case HeadersCame came -> headers(came);
            case DataCame came -> {
                int before = reply.body.length;
                reply.body = Arrays.copyOf(reply.body, before + came.data().length());
                System.arraycopy(
                        came.data().array(), 0, reply.body, before, came.data().length());
                reply.complete = came.end();
            }
            case StreamWasReset reset -> reply.error = "h2 reset " + reset.error();
            case WentAway gone -> reply.error = "h2 goaway " + gone.error();
        }
    }

    private void headers(HeadersCame came) {
        if (reply.status != null) {
            reply.trailers = came.headers();
        } else {
            int status = came.headers().last(STATUS).map(Http2Client::number).orElse(0);
            if (status >= 100 && status < 200) {
                reply.interim.add(status);
                return;
            }
            reply.status = status;
            List<Header> lines = came.headers().lines().stream()
                    .filter(line -> !line.name().equals(STATUS))
                    .toList();
            reply.headers = new Headers(lines);
        }
        reply.complete = came.end();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
