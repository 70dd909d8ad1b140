package io.sluice.router.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Lines between the event loop that writes them and the thread that takes them away. <em>Shared</em> by exactly these two: each moves one
 * end, and what lies between the ends is the taker's.
 */
final class LineRing {
    private static final VarHandle WRITTEN;
    private static final VarHandle TAKEN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WRITTEN = lookup.findVarHandle(LineRing.class, "written", long.class);
            TAKEN = lookup.findVarHandle(LineRing.class, "taken", long.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private final int capacity;

    /** Made by the writer with the first line, so that a ring that nobody uses costs nothing; the taker sees it behind that line. */
    private byte[] bytes = {};

    @SuppressWarnings("UnusedVariable") // by its handle
    private long written;

    @SuppressWarnings("UnusedVariable") // by its handle
    private long taken;

    /** @param capacity a power of two */
    LineRing(int capacity) {
        this.capacity = capacity;
    }

    /** False if there is no room for all of it; then none of it is there. */
    boolean offer(byte[] line, int length) {
        long end = (long) WRITTEN.getOpaque(this);
        if (bytes.length == 0) {
            bytes = new byte[capacity];
        }
        if (capacity - (int) (end - (long) TAKEN.getAcquire(this)) < length) {
            return false;
        }
        int at = (int) end & (capacity - 1);
        int first = Math.min(length, capacity - at);
        System.arraycopy(line, 0, bytes, at, first);
        System.arraycopy(line, first, bytes, 0, length - first);
        WRITTEN.setRelease(this, end + length);
        return true;
    }

    /** Moves what is there, as far as there is room. */
    void takeInto(ByteBuffer target) {
        long start = (long) TAKEN.getOpaque(this);
        int there = (int) ((long) WRITTEN.getAcquire(this) - start);
        int length = Math.min(there, target.remaining());
        int at = (int) start & (capacity - 1);
        int first = Math.min(length, capacity - at);
        target.put(bytes, at, first);
        target.put(bytes, 0, length - first);
        TAKEN.setRelease(this, start + length);
    }

    boolean isEmpty() {
        return (long) WRITTEN.getAcquire(this) == (long) TAKEN.getAcquire(this);
    }
}
