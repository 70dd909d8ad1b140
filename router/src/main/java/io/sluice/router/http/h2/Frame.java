package io.sluice.router.http.h2;

/** Types, flags and sizes of frames (RFC 9113 §4.1, §6). */
final class Frame {
    static final int HEADER_BYTES = 9;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 0x1;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITIZED = 0x20;

    static final int PRIORITY_BYTES = 5;
    static final int PING_BYTES = 8;
    static final int GOAWAY_BYTES = 8;
    static final int SETTING_BYTES = 6;

    /** Largest payload unless a peer allows more; and all that we ever allow. */
    static final int MAX_PAYLOAD_BYTES = 16 * 1024;

    static final int MOST_PAYLOAD_BYTES = (1 << 24) - 1;
    static final int MAX_STREAM_ID = Integer.MAX_VALUE;

    private Frame() {}

    static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    /** Without the reserved bit. */
    static int int31(byte[] bytes, int at) {
        return int32(bytes, at) & Integer.MAX_VALUE;
    }
}
