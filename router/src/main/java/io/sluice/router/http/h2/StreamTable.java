package io.sluice.router.http.h2;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The open streams of a connection by their id: open addressing, no object per entry. Confined to its event loop. */
final class StreamTable {
    private static final int INITIAL_SLOTS = 8;

    private @Nullable Stream[] slots = new Stream[INITIAL_SLOTS];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Stream get(int id) {
        int mask = slots.length - 1;
        int slot = home(id, mask);
        for (Stream stream = slots[slot]; stream != null; stream = slots[slot]) {
            if (stream.id() == id) {
                return stream;
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    void put(Stream stream) {
        if (size >= slots.length / 2) {
            grow();
        }
        insert(stream);
        size++;
    }

    private void insert(Stream stream) {
        int mask = slots.length - 1;
        int slot = home(stream.id(), mask);
        while (slots[slot] != null) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = stream;
    }

    private void grow() {
        @Nullable Stream[] old = slots;
        slots = new Stream[old.length * 2];
        for (Stream stream : old) {
            if (stream != null) {
                insert(stream);
            }
        }
    }

    /** Closes the gap by moving back those behind it that have been pushed from their place. */
    void remove(int id) {
        int mask = slots.length - 1;
        int gap = home(id, mask);
        for (Stream at = slots[gap]; at == null || at.id() != id; at = slots[gap]) {
            if (at == null) {
                return;
            }
            gap = (gap + 1) & mask;
        }
        int next = (gap + 1) & mask;
        for (Stream moved = slots[next]; moved != null; moved = slots[next]) {
            int distance = (next - home(moved.id(), mask)) & mask;
            if (distance >= ((next - gap) & mask)) {
                slots[gap] = moved;
                gap = next;
            }
            next = (next + 1) & mask;
        }
        slots[gap] = null;
        size--;
    }

    /** Of now, oldest first: the table may change while they are visited. */
    Stream[] all() {
        Stream[] found = Arrays.stream(slots).filter(Objects::nonNull).toArray(Stream[]::new);
        Arrays.sort(found, (a, b) -> Integer.compare(a.id(), b.id()));
        return found;
    }

    /** Ids of one side are odd or even. */
    private static int home(int id, int mask) {
        return (id >>> 1) & mask;
    }
}
