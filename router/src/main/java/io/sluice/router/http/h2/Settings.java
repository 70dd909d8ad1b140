package io.sluice.router.http.h2;

import org.jspecify.annotations.Nullable;

/** What the peer has said of itself (RFC 9113 §6.5.2). Confined to its event loop. */
final class Settings {
    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int MAX_HEADER_LIST_SIZE = 6;

    static final int DEFAULT_WINDOW_BYTES = 65_535;
    static final int DEFAULT_TABLE_BYTES = 4096;

    /** Until the peer speaks it is taken to allow what the RFC asks of it at least. */
    private static final long FIRST_CONCURRENT_STREAMS = 100;

    private long headerTableBytes = DEFAULT_TABLE_BYTES;
    private long maxConcurrentStreams = FIRST_CONCURRENT_STREAMS;
    private int initialWindowBytes = DEFAULT_WINDOW_BYTES;
    private int maxFrameBytes = Frame.MAX_PAYLOAD_BYTES;

    /** Reads a payload; what is wrong with it, or null. */
    @Nullable
    ErrorCode apply(byte[] payload, int length, boolean first) {
        if (length % Frame.SETTING_BYTES != 0) {
            return ErrorCode.FRAME_SIZE_ERROR;
        }
        if (first) {
            maxConcurrentStreams = Integer.MAX_VALUE;
        }
        for (int at = 0; at < length; at += Frame.SETTING_BYTES) {
            int name = (payload[at] & 0xff) << 8 | (payload[at + 1] & 0xff);
            ErrorCode error = set(name, Frame.int32(payload, at + 2) & 0xffffffffL);
            if (error != null) {
                return error;
            }
        }
        return null;
    }

    /** {@link #MAX_HEADER_LIST_SIZE} is advice (§6.5.2), and unknown names are ignored. */
    private @Nullable ErrorCode set(int name, long value) {
        switch (name) {
            case HEADER_TABLE_SIZE -> headerTableBytes = value;
            case ENABLE_PUSH -> {
                return value > 1 ? ErrorCode.PROTOCOL_ERROR : null;
            }
            case MAX_CONCURRENT_STREAMS -> maxConcurrentStreams = value;
            case INITIAL_WINDOW_SIZE -> {
                if (value > Integer.MAX_VALUE) {
                    return ErrorCode.FLOW_CONTROL_ERROR;
                }
                initialWindowBytes = (int) value;
            }
            case MAX_FRAME_SIZE -> {
                if (value < Frame.MAX_PAYLOAD_BYTES || value > Frame.MOST_PAYLOAD_BYTES) {
                    return ErrorCode.PROTOCOL_ERROR;
                }
                maxFrameBytes = (int) value;
            }
            default -> {}
        }
        return null;
    }

    long headerTableBytes() {
        return headerTableBytes;
    }

    long maxConcurrentStreams() {
        return maxConcurrentStreams;
    }

    int initialWindowBytes() {
        return initialWindowBytes;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }
}
