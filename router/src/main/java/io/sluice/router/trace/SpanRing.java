package io.sluice.router.trace;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Notes between the event loop that makes them and the thread that sends them. <em>Shared</em> by exactly these two. */
final class SpanRing {
    private final AtomicReferenceArray<@Nullable SpanNote> places;
    private final int mask;

    // Each is its own side's alone.
    private int written;
    private int taken;

    /** @param capacity a power of two */
    SpanRing(int capacity) {
        places = new AtomicReferenceArray<>(capacity);
        mask = capacity - 1;
    }

    /** False if there is no room. */
    boolean offer(SpanNote note) {
        int place = written & mask;
        if (places.getAcquire(place) != null) {
            return false;
        }
        places.setRelease(place, note);
        written++;
        return true;
    }

    /** The oldest; null = there is none. */
    @Nullable
    SpanNote poll() {
        int place = taken & mask;
        SpanNote note = places.getAcquire(place);
        if (note != null) {
            places.setRelease(place, null);
            taken++;
        }
        return note;
    }
}
