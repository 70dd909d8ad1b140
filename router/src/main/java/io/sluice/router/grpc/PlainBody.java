package io.sluice.router.grpc;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The body of an answer that is not gRPC, as far as a {@code grpc-message} holds it. Confined to its event loop. */
final class PlainBody {
    /** As much as Envoy keeps; what comes behind is not told. */
    private static final int MOST_BYTES = 16 * 1024;

    private byte[] bytes = {};
    private int length;

    /** Borrows {@code data}. */
    void take(ByteBuf data) {
        int more = Math.min(data.readableBytes(), MOST_BYTES - length);
        if (more > 0) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length, length + more));
            data.getBytes(data.readerIndex(), bytes, length, more);
            length += more;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
