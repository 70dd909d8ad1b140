package io.sluice.router.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Receive buffers of one event loop. A read that is consumed on the spot gives the buffer back at once, so the next read,
 * of whatever connection, uses the same one again: a small exchange allocates no buffer to receive. Who keeps the bytes
 * (by reference) keeps the buffer, and the loop takes a new one. Confined to its event loop.
 */
public final class ReadBuffers implements RecvByteBufAllocator {
    /** Large enough that a 100 KB body takes two reads, small enough to stay in the allocator's thread cache. */
    static final int CAPACITY_BYTES = 64 * 1024;

    private @Nullable ByteBuf current;
    private boolean closed;

    @Override
    @SuppressWarnings("deprecation") // the interface still names it; the epoll transport wraps the plain handle itself
    public RecvByteBufAllocator.Handle newHandle() {
        return new Handle();
    }

    private ByteBuf take(ByteBufAllocator allocator) {
        if (closed) {
            return allocator.directBuffer(CAPACITY_BYTES, CAPACITY_BYTES); // an answer to a copy may still come
        }
        ByteBuf buffer = current;
        if (buffer == null || buffer.refCnt() != 1) {
            if (buffer != null) {
                buffer.release();
            }
            buffer = allocator.directBuffer(CAPACITY_BYTES, CAPACITY_BYTES);
            current = buffer;
        }
        return buffer.clear().retain();
    }

    /** Gives the loop's own reference back; to be called on the loop, when nothing reads any more. */
    public void close() {
        closed = true;
        if (current != null) {
            current.release();
            current = null;
        }
    }

    /** Reads on while a read filled its buffer, at most {@link #MOST_READS} times, so that one socket cannot hold the loop. */
    private final class Handle implements RecvByteBufAllocator.ExtendedHandle {
        private static final int MOST_READS = 4;
        private int reads;
        private int lastBytes;
        private int attemptedBytes;
        private @Nullable ChannelConfig config;

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return take(allocator);
        }

        @Override
        public int guess() {
            return CAPACITY_BYTES;
        }

        @Override
        public void reset(ChannelConfig config) {
            this.config = config;
            reads = 0;
            lastBytes = 0;
        }

        @Override
        public void incMessagesRead(int count) {
            reads += count;
        }

        @Override
        public void lastBytesRead(int bytes) {
            lastBytes = bytes;
        }

        @Override
        public int lastBytesRead() {
            return lastBytes;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attemptedBytes = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attemptedBytes;
        }

        @Override
        public boolean continueReading() {
            return mayRead() && lastBytes == attemptedBytes;
        }

        @Override
        public boolean continueReading(io.netty.util.UncheckedBooleanSupplier maybeMoreDataSupplier) {
            return mayRead() && maybeMoreDataSupplier.get();
        }

        /** Not once who reads has asked for a pause. */
        private boolean mayRead() {
            return lastBytes > 0 && reads < MOST_READS && (config == null || config.isAutoRead());
        }

        @Override
        public void readComplete() {}
    }
}
