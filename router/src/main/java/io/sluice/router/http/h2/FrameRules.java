package io.sluice.router.http.h2;

import org.jspecify.annotations.Nullable;

/** What a frame's header alone says of it: whether it may be there at all (RFC 9113 §4.2, §6). */
final class FrameRules {
    private FrameRules() {}

    /** What is wrong with the frame, for its whole connection; null = nothing. */
    static @Nullable ErrorCode check(int type, int flags, int stream, int length) {
        if (length > Frame.MAX_PAYLOAD_BYTES) {
            return ErrorCode.FRAME_SIZE_ERROR;
        }
        return switch (type) {
            case Frame.DATA, Frame.HEADERS ->
                stream == 0 || ((flags & Frame.PADDED) != 0 && length == 0) ? ErrorCode.PROTOCOL_ERROR : null;
            case Frame.CONTINUATION -> stream == 0 ? ErrorCode.PROTOCOL_ERROR : null;
            case Frame.PRIORITY -> onStream(stream, length, Frame.PRIORITY_BYTES);
            case Frame.RST_STREAM -> onStream(stream, length, Integer.BYTES);
            case Frame.SETTINGS -> {
                boolean odd = length % Frame.SETTING_BYTES != 0 || ((flags & Frame.ACK) != 0 && length > 0);
                yield onConnection(stream, odd);
            }
            case Frame.PING -> onConnection(stream, length != Frame.PING_BYTES);
            case Frame.GOAWAY -> onConnection(stream, length < Frame.GOAWAY_BYTES);
            case Frame.WINDOW_UPDATE -> length == Integer.BYTES ? null : ErrorCode.FRAME_SIZE_ERROR;
            // We never allow a server to push (§8.4), and no client may.
            case Frame.PUSH_PROMISE -> ErrorCode.PROTOCOL_ERROR;
            default -> null;
        };
    }

    private static @Nullable ErrorCode onStream(int stream, int length, int expected) {
        if (stream == 0) {
            return ErrorCode.PROTOCOL_ERROR;
        }
        return length == expected ? null : ErrorCode.FRAME_SIZE_ERROR;
    }

    private static @Nullable ErrorCode onConnection(int stream, boolean wrongSize) {
        if (stream != 0) {
            return ErrorCode.PROTOCOL_ERROR;
        }
        return wrongSize ? ErrorCode.FRAME_SIZE_ERROR : null;
    }
}
