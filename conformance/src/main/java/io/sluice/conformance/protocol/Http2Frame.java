package io.sluice.conformance.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One frame of RFC 9113 §4. */
record Http2Frame(int type, int flags, int stream, Bytes payload) {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int PRIORITY = 32;

    static final int LARGEST_PAYLOAD = 16_384;
    private static final int HEAD_BYTES = 9;

    static Http2Frame read(Wire wire) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(wire.exactly(HEAD_BYTES));
        int lengthAndType = head.getInt();
        int length = lengthAndType >>> 8;
        if (length > LARGEST_PAYLOAD) {
            throw new Http2Mistake("a frame of " + length + " bytes");
        }
        return new Http2Frame(
                lengthAndType & 0xff, head.get() & 0xff, head.getInt() & 0x7fff_ffff, Bytes.of(wire.exactly(length)));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEAD_BYTES + payload.length())
                .putInt((payload.length() << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload.array())
                .array();
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The payload without padding and priority. */
    byte[] content() throws Http2Mistake {
        int start = has(PADDED) ? 1 : 0;
        int padding = has(PADDED) && !payload.isEmpty() ? payload.array()[0] & 0xff : 0;
        if (type == HEADERS && has(PRIORITY)) {
            start += 5;
        }
        int length = payload.length() - start - padding;
        if (length < 0) {
            throw new Http2Mistake("padding longer than the frame");
        }
        byte[] content = new byte[length];
        System.arraycopy(payload.array(), start, content, 0, length);
        return content;
    }
}
