package io.sluice.conformance.protocol;

import io.sluice.conformance.observation.Header;
import io.sluice.conformance.protocol.Http2Event.DataCame;
import io.sluice.conformance.protocol.Http2Event.HeadersCame;
import io.sluice.conformance.protocol.Http2Event.StreamWasReset;
import io.sluice.conformance.protocol.Http2Event.WentAway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection of HTTP/2 with prior knowledge, either end. Settings and pings are acknowledged and windows refilled as frames are read; who
 * sends more than the peer's windows allow reads on until they open, and what comes meanwhile waits in line. Confined to one thread.
 */
public final class Http2Connection {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DEFAULT_WINDOW = 65_535;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final byte[] NOTHING = new byte[0];

    private final Wire wire;
    private final HeaderCompression compression = new HeaderCompression();
    private final Deque<Http2Event> waiting = new ArrayDeque<>();
    private final Map<Integer, Integer> windows = new HashMap<>();
    private int connectionWindow = DEFAULT_WINDOW;
    private int initialWindow = DEFAULT_WINDOW;

    private Http2Connection(Wire wire) {
        this.wire = wire;
    }

    public static Http2Connection client(Wire wire) throws IOException {
        wire.send(PREFACE);
        return new Http2Connection(wire).greeting();
    }

    public static Http2Connection server(Wire wire) throws IOException {
        Http2Connection connection = new Http2Connection(wire).greeting();
        String preface = new String(wire.exactly(PREFACE.length()), StandardCharsets.ISO_8859_1);
        if (!preface.equals(PREFACE)) {
            throw new Http2Mistake("no preface");
        }
        return connection;
    }

    private Http2Connection greeting() throws IOException {
        send(Http2Frame.SETTINGS, 0, 0, NOTHING);
        return this;
    }

    public void headers(int stream, List<Header> headers, boolean end) throws IOException {
        List<byte[]> pieces = Http1.pieces(HeaderCompression.encode(headers), Http2Frame.LARGEST_PAYLOAD);
        for (int i = 0; i < Math.max(1, pieces.size()); i++) {
            int type = i == 0 ? Http2Frame.HEADERS : Http2Frame.CONTINUATION;
            int flags =
                    (i == 0 && end ? Http2Frame.END_STREAM : 0) | (i >= pieces.size() - 1 ? Http2Frame.END_HEADERS : 0);
            send(type, flags, stream, pieces.isEmpty() ? NOTHING : pieces.get(i));
        }
    }

    /** Sends all of it, as fast as the peer's windows allow. */
    public void data(int stream, byte[] data, boolean end) throws IOException {
        if (data.length == 0) {
            send(Http2Frame.DATA, end ? Http2Frame.END_STREAM : 0, stream, NOTHING);
            return;
        }
        int sent = 0;
        while (sent < data.length) {
            int allowed = Math.min(window(stream), connectionWindow);
            int count = Math.min(Math.min(allowed, Http2Frame.LARGEST_PAYLOAD), data.length - sent);
            if (count <= 0) {
                if (ended(stream)) {
                    return;
                }
                take(Http2Frame.read(wire));
                continue;
            }
            byte[] piece = Arrays.copyOfRange(data, sent, sent + count);
            sent += count;
            windows.put(stream, window(stream) - count);
            connectionWindow -= count;
            send(Http2Frame.DATA, end && sent == data.length ? Http2Frame.END_STREAM : 0, stream, piece);
        }
    }

    /** Whether an event that waits in line says that nobody listens any more. */
    private boolean ended(int stream) {
        return waiting.stream().anyMatch(event -> switch (event) {
            case StreamWasReset reset -> reset.stream() == stream;
            case WentAway gone -> true;
            case HeadersCame headers -> headers.stream() == stream && headers.end();
            case DataCame came -> came.stream() == stream && came.end();
        });
    }

    private int window(int stream) {
        return windows.getOrDefault(stream, initialWindow);
    }

    public void reset(int stream, Http2Error error) throws IOException {
        send(
                Http2Frame.RST_STREAM,
                0,
                stream,
                ByteBuffer.allocate(4).putInt(error.code).array());
    }

    public void goAway(int lastStream, Http2Error error) throws IOException {
        byte[] payload =
                ByteBuffer.allocate(8).putInt(lastStream).putInt(error.code).array();
        send(Http2Frame.GOAWAY, 0, 0, payload);
    }

    /** The next event; waits for it. */
    public Http2Event next() throws IOException {
        while (waiting.isEmpty()) {
            take(Http2Frame.read(wire));
        }
        return waiting.remove();
    }

    private void take(Http2Frame frame) throws IOException {
        switch (frame.type()) {
            case Http2Frame.DATA -> takeData(frame);
            case Http2Frame.HEADERS -> takeHeaders(frame);
            case Http2Frame.RST_STREAM ->
                waiting.add(new StreamWasReset(
                        frame.stream(), Http2Error.name(integers(frame, 1).getInt())));
            case Http2Frame.SETTINGS -> takeSettings(frame);
            case Http2Frame.PING -> {
                if (!frame.has(Http2Frame.ACK)) {
                    send(Http2Frame.PING, Http2Frame.ACK, 0, frame.payload().array());
                }
            }
            case Http2Frame.GOAWAY ->
                waiting.add(new WentAway(Http2Error.name(integers(frame, 2).getInt(4))));
            case Http2Frame.WINDOW_UPDATE -> takeWindow(frame);
            default -> {
                // RFC 9113 §4.1: frames of unknown types are ignored; so are priorities.
            }
        }
    }

    private static ByteBuffer integers(Http2Frame frame, int least) throws Http2Mistake {
        if (frame.payload().length() < 4 * least) {
            throw new Http2Mistake("a frame of type " + frame.type() + " is too short");
        }
        return ByteBuffer.wrap(frame.payload().array());
    }

    private void takeData(Http2Frame frame) throws IOException {
        int count = frame.payload().length();
        if (count > 0) {
            byte[] refill = ByteBuffer.allocate(4).putInt(count).array();
            send(Http2Frame.WINDOW_UPDATE, 0, 0, refill);
            if (!frame.has(Http2Frame.END_STREAM)) {
                send(Http2Frame.WINDOW_UPDATE, 0, frame.stream(), refill);
            }
        }
        waiting.add(new DataCame(frame.stream(), Bytes.of(frame.content()), frame.has(Http2Frame.END_STREAM)));
    }

    private void takeHeaders(Http2Frame frame) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(frame.content());
        Http2Frame last = frame;
        while (!last.has(Http2Frame.END_HEADERS)) {
            last = Http2Frame.read(wire);
            if (last.type() != Http2Frame.CONTINUATION || last.stream() != frame.stream()) {
                throw new Http2Mistake("headers that do not end");
            }
            block.writeBytes(last.payload().array());
        }
        waiting.add(new HeadersCame(
                frame.stream(),
                compression.decode(frame.stream(), block.toByteArray()),
                frame.has(Http2Frame.END_STREAM)));
    }

    private void takeSettings(Http2Frame frame) throws IOException {
        if (frame.has(Http2Frame.ACK)) {
            return;
        }
        ByteBuffer settings = ByteBuffer.wrap(frame.payload().array());
        while (settings.remaining() >= 6) {
            int name = settings.getShort();
            int value = settings.getInt();
            if (name == INITIAL_WINDOW_SIZE) {
                int change = value - initialWindow;
                windows.replaceAll((stream, window) -> window + change);
                initialWindow = value;
            }
        }
        send(Http2Frame.SETTINGS, Http2Frame.ACK, 0, NOTHING);
    }

    private void takeWindow(Http2Frame frame) throws Http2Mistake {
        int more = integers(frame, 1).getInt() & 0x7fff_ffff;
        if (frame.stream() == 0) {
            connectionWindow += more;
        } else {
            windows.put(frame.stream(), window(frame.stream()) + more);
        }
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        wire.send(new Http2Frame(type, flags, stream, Bytes.of(payload)).bytes());
    }
}
