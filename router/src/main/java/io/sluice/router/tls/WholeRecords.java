package io.sluice.router.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a {@code SslHandler} and hands it whole records alone. That one keeps what is short of a record where it lies, which is
 * the loop's read buffer: a peer that sends half a record would hold all of it, and each of the next reads one more. Here the part is
 * copied, into no more than it is twice as large. Confined to its event loop.
 */
final class WholeRecords extends ChannelInboundHandlerAdapter {
    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_AT = 3;

    /** change_cipher_spec to heartbeat. */
    private static final int FIRST_TYPE = 20;

    private static final int LAST_TYPE = 24;
    private static final int MAJOR_VERSION = 3;

    /** RFC 5246 §6.2.3; what announces more is not TLS, and is told so by whoever reads it. */
    private static final int MOST_BYTES = HEADER_BYTES + (1 << 14) + 2048;

    private static final int LEAST_CAPACITY = 256;

    private static final int UNKNOWN = -1;

    /** Of a record whose end has not come. */
    private @Nullable ByteBuf part;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        complete(context, bytes);
        int end = endOfWhole(bytes);
        if (end < bytes.writerIndex()) {
            keep(context, bytes, end);
        }
        if (bytes.isReadable()) {
            context.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }

    /** Fills the part up, as far as these go. */
    private void complete(ChannelHandlerContext context, ByteBuf bytes) {
        while (part != null && bytes.isReadable()) {
            ByteBuf filling = part;
            int length = length(filling, filling.readerIndex());
            int missing = (length == UNKNOWN ? HEADER_BYTES : length) - filling.readableBytes();
            filling.writeBytes(bytes, Math.min(missing, bytes.readableBytes()));
            length = length(filling, filling.readerIndex());
            boolean whole = length != UNKNOWN && filling.readableBytes() >= length;
            if (whole || length > MOST_BYTES) {
                part = null;
                context.fireChannelRead(filling);
            }
        }
    }

    /** Where the last whole record ends; the end of all, once they are no records. */
    private static int endOfWhole(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (true) {
            int length = length(bytes, at);
            if (length > MOST_BYTES) {
                return bytes.writerIndex();
            }
            if (length == UNKNOWN || length > bytes.writerIndex() - at) {
                return at;
            }
            at += length;
        }
    }

    /** Of the record that begins there, with its header; {@link #UNKNOWN} while that has not come, too many where there is none. */
    private static int length(ByteBuf bytes, int at) {
        if (bytes.writerIndex() - at < HEADER_BYTES) {
            return UNKNOWN;
        }
        byte type = bytes.getByte(at);
        boolean record = type >= FIRST_TYPE && type <= LAST_TYPE && bytes.getByte(at + 1) == MAJOR_VERSION;
        return record ? HEADER_BYTES + bytes.getUnsignedShort(at + LENGTH_AT) : MOST_BYTES + 1;
    }

    private void keep(ChannelHandlerContext context, ByteBuf bytes, int from) {
        int count = bytes.writerIndex() - from;
        part = context.alloc()
                .directBuffer(Math.max(LEAST_CAPACITY, count), MOST_BYTES)
                .writeBytes(bytes, from, count);
        bytes.writerIndex(from);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (part != null) {
            part.release();
            part = null;
        }
    }
}
