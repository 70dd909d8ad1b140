package io.sluice.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The server's side of a WebSocket (RFC 6455): texts go out, whatever comes in is passed over. */
final class StubWebSocket {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    private final OutputStream out;

    private StubWebSocket(OutputStream out) {
        this.out = out;
    }

    static StubWebSocket accept(Map<String, String> headers, OutputStream out) throws IOException {
        String key = headers.getOrDefault("sec-websocket-key", "");
        String head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
                + "sec-websocket-accept: " + accepted(key) + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return new StubWebSocket(out);
    }

    private static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** False if nobody is there any more. */
    synchronized boolean send(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    synchronized void close() {
        frame(CLOSE, new byte[] {3, (byte) 0xe8});
    }

    private boolean frame(int kind, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
        frame.put((byte) kind);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        try {
            out.write(frame.array(), 0, frame.position());
            out.flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Until the client closes, or says that it will. */
    void readToEnd(InputStream in) throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            int length = in.read() & 0x7f;
            // Clients mask what they send, and send nothing long.
            in.skipNBytes(4 + length);
            if (first == CLOSE) {
                close();
                return;
            }
        }
    }
}
