package io.sluice.router;

import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.h2.hpack.HpackDecoder;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Either end of an HTTP/2 connection, frame by frame: it knows no rules, so a test may break them. */
final class Http2Peer implements Closeable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int ACK = 1;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final HpackDecoder decoder = new HpackDecoder(4096, 1 << 20, 1000);

    Http2Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** A frame as it was received. */
    @SuppressWarnings("ArrayRecordComponent") // nobody writes to it
    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean last() {
            return (flags & END_STREAM) != 0 && (type == DATA || type == HEADERS);
        }

        /** The number that RST_STREAM starts with, WINDOW_UPDATE, or GOAWAY behind its stream. */
        int number(int at) {
            return java.nio.ByteBuffer.wrap(payload).getInt(at);
        }

        String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }
    }

    /** A client whose preface and settings are on their way. */
    static Http2Peer connect(int port, int... settings) throws IOException {
        Http2Peer peer = new Http2Peer(new Socket(InetAddress.getLoopbackAddress(), port));
        peer.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return peer.settings(settings);
    }

    /** An endpoint that has read the preface, and said its own settings. */
    static Http2Peer accept(Socket socket, int... settings) throws IOException {
        Http2Peer peer = new Http2Peer(socket);
        peer.in.readFully(new byte[24]);
        return peer.settings(settings);
    }

    // --- sending ---

    Http2Peer frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeByte(payload.length >>> 16);
        frame.writeShort(payload.length);
        frame.writeByte(type);
        frame.writeByte(flags);
        frame.writeInt(stream);
        frame.write(payload);
        out.write(bytes.toByteArray());
        return this;
    }

    /** Bytes of frames that a test has made before. */
    Http2Peer raw(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    Http2Peer settings(int... pairs) throws IOException {
        java.nio.ByteBuffer payload = java.nio.ByteBuffer.allocate(pairs.length * 3);
        for (int i = 0; i < pairs.length; i += 2) {
            payload.putShort((short) pairs[i]).putInt(pairs[i + 1]);
        }
        return frame(SETTINGS, 0, 0, payload.array());
    }

    Http2Peer numbers(int type, int stream, int... numbers) throws IOException {
        java.nio.ByteBuffer payload = java.nio.ByteBuffer.allocate(numbers.length * 4);
        for (int number : numbers) {
            payload.putInt(number);
        }
        return frame(type, 0, stream, payload.array());
    }

    /** Fields as {@code name: value}, each a literal that no table remembers. */
    Http2Peer headers(int stream, boolean last, String... fields) throws IOException {
        return frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block(fields));
    }

    static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String field : fields) {
            int colon = field.indexOf(": ", 1);
            block.write(0);
            literal(block, field.substring(0, colon));
            literal(block, field.substring(colon + 2));
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Http2Peer request(int stream, boolean last, String method, String path, String... more) throws IOException {
        List<String> fields =
                new ArrayList<>(List.of(":method: " + method, ":scheme: http", ":path: " + path, ":authority: model"));
        fields.addAll(List.of(more));
        return headers(stream, last, fields.toArray(String[]::new));
    }

    Http2Peer data(int stream, boolean last, String text) throws IOException {
        return frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    // --- receiving ---

    /** The next frame that is not of the connection's own; settings and pings are answered. Null: the connection has ended. */
    @Nullable
    Frame next() throws IOException {
        Frame frame = any();
        while (frame != null && (frame.type == SETTINGS || frame.type == PING || frame.type == WINDOW_UPDATE)) {
            frame = any();
        }
        return frame;
    }

    /** The next frame, where there must be one. */
    Frame required() throws IOException {
        Frame frame = next();
        if (frame == null) {
            throw new EOFException("the connection has ended");
        }
        return frame;
    }

    /** The next frame, whatever it is. */
    @Nullable
    Frame any() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), in.readNBytes(length));
            if (frame.type == SETTINGS && frame.flags != ACK) {
                frame(SETTINGS, ACK, 0, new byte[0]);
            } else if (frame.type == PING && frame.flags != ACK) {
                frame(PING, ACK, 0, frame.payload);
            }
            return frame;
        } catch (EOFException | SocketException ended) {
            return null;
        }
    }

    /** The fields of a HEADERS frame, {@code name: value} each. */
    List<String> fields(Frame headers) {
        List<String> fields = new ArrayList<>();
        decoder.decode(
                headers.payload,
                0,
                headers.payload.length,
                new HeaderBlock(),
                (block, nameStart, nameEnd, valueStart, valueEnd, never) -> fields.add(new String(
                                block.bytes(), nameStart, nameEnd - nameStart, StandardCharsets.ISO_8859_1)
                        + ": "
                        + new String(block.bytes(), valueStart, valueEnd - valueStart, StandardCharsets.ISO_8859_1)));
        return fields;
    }

    /** A whole message: the fields of its head, its body as {@code = body}, and those of its trailers; or how it ended. */
    List<String> message() throws IOException {
        List<String> seen = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        while (true) {
            Frame frame = next();
            if (frame == null || frame.type == RST_STREAM || frame.type == GOAWAY) {
                seen.add(frame == null ? "closed" : frame.type == RST_STREAM ? "reset " + frame.number(0) : "goaway");
                return seen;
            }
            if (frame.type == DATA) {
                body.append(frame.text());
            } else {
                if (!body.isEmpty()) {
                    seen.add("= " + body);
                    body.setLength(0);
                }
                seen.addAll(fields(frame));
            }
            if (frame.last()) {
                if (!body.isEmpty()) {
                    seen.add("= " + body);
                }
                return seen;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
