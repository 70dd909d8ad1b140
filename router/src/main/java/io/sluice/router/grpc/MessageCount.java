package io.sluice.router.grpc;

import io.netty.buffer.ByteBuf;

/**
 * How many messages a body of gRPC holds so far (gRPC over HTTP/2: a byte of flags, four of length, then the message), counted as it passes
 * in pieces of any size. Confined to its event loop; reused.
 */
public final class MessageCount {
    private static final int PREFIX_BYTES = 5;

    private long messages;

    /** Bytes of the current message that are still to come. */
    private long left;

    private int prefix;
    private long length;

    public void clear() {
        messages = 0;
        left = 0;
        prefix = 0;
        length = 0;
    }

    /** Borrows {@code data}. */
    public void pass(ByteBuf data) {
        int at = data.readerIndex();
        int end = data.writerIndex();
        while (at < end) {
            if (left > 0) {
                int skipped = (int) Math.min(left, end - at);
                left -= skipped;
                at += skipped;
            } else {
                length = prefix == 0 ? 0 : (length << 8) | (data.getByte(at) & 0xff);
                at++;
                if (++prefix == PREFIX_BYTES) {
                    prefix = 0;
                    left = length;
                    messages++;
                }
            }
        }
    }

    public long messages() {
        return messages;
    }
}
