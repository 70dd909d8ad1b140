package io.sluice.router.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * What one connection writes, in as few writes as possible: small pieces are gathered in one buffer, large ones go by reference.
 * Nothing reaches the network before {@link #flush}. Confined to its event loop.
 */
public final class GatheredWriter {
    /** Up to this, copying a piece is cheaper than writing it apart; and it lets go of the buffer it came in. */
    private static final int COPIED_BYTES = 4 * 1024;

    /** Less than any socket buffer. */
    private static final int ONE_WRITE_BYTES = 16 * 1024;

    private final ChannelHandlerContext context;
    private final WriteBuffers buffers;
    private @Nullable ByteBuf gathered;

    public GatheredWriter(ChannelHandlerContext context, WriteBuffers buffers) {
        this.context = context;
        this.buffers = buffers;
    }

    /** An array to put a head together in; of use until the next call, of whatever connection. */
    public byte[] scratch(int bytes) {
        return buffers.scratch(bytes);
    }

    /** A buffer with room for {@code bytes} more, to be filled before anything else is written. */
    public ByteBuf gather(int bytes) {
        ByteBuf buffer = gathered;
        if (buffer != null && buffer.maxFastWritableBytes() < bytes) {
            writeGathered();
            buffer = null;
        }
        if (buffer == null) {
            buffer = buffers.take(context.alloc(), bytes);
            gathered = buffer;
        }
        return buffer;
    }

    /** Takes ownership of {@code piece}. */
    public void piece(ByteBuf piece) {
        int bytes = piece.readableBytes();
        if (bytes <= COPIED_BYTES) {
            gather(bytes).writeBytes(piece);
            piece.release();
        } else {
            writeGathered();
            context.write(piece, silent());
        }
    }

    private void writeGathered() {
        ByteBuf buffer = gathered;
        if (buffer != null) {
            gathered = null;
            context.write(buffer, silent());
        }
    }

    /** What becomes of a write is told by the channel: it closes, or its output does. */
    private ChannelPromise silent() {
        return context.channel().unsafe().voidPromise();
    }

    public void flush() {
        writeGathered();
        context.flush();
    }

    /** Whether all that would be flushed now is given to the network in one call: it is taken from its start, or not at all. */
    public boolean flushesInOneWrite() {
        writeGathered();
        long bytes = unwrittenBytes();
        return bytes > 0 && bytes <= ONE_WRITE_BYTES;
    }

    /** Flushes; the future tells when all of it is written. */
    public ChannelFuture flushAll() {
        writeGathered();
        return context.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    /** What was flushed and is not written yet. */
    public long unwrittenBytes() {
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Drops what was gathered. */
    public void discard() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
