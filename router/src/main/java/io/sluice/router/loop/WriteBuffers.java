package io.sluice.router.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Where small messages are put together before they are written. A socket usually takes a small write at once; then the
 * buffer is free again for the next message of whatever connection. What a socket does not take keeps its buffer, and the
 * loop takes a new one. Confined to its event loop.
 */
public final class WriteBuffers {
    private static final int CAPACITY_BYTES = 16 * 1024;

    private @Nullable ByteBuf current;
    private boolean closed;
    private byte[] scratch = new byte[4 * 1024];

    /** An empty direct buffer that the caller owns and releases by writing it. */
    public ByteBuf take(ByteBufAllocator allocator, int bytes) {
        // What a connection still says while the loop ends is its own alone.
        if (bytes > CAPACITY_BYTES || closed) {
            return allocator.directBuffer(bytes);
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

    /** An array to put a head together in; of use until the next call. */
    public byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(bytes, scratch.length * 2)];
        }
        return scratch;
    }

    /** Gives the loop's own reference back; to be called on the loop, when nothing writes any more. */
    public void close() {
        closed = true;
        if (current != null) {
            current.release();
            current = null;
        }
    }
}
