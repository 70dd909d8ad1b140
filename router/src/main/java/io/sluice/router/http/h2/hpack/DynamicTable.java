package io.sluice.router.http.h2.hpack;

import java.util.Arrays;

/**
 * The fields sent before, newest first (RFC 7541 §2.3.2, §4). Their bytes stand in one array in the order of their age, so what
 * is live is one range of it, moved to the front when the end is reached. Nothing is allocated before the first field. Confined
 * to its connection's event loop.
 */
final class DynamicTable {
    /** What an entry costs beside its bytes (§4.1). */
    static final int ENTRY_OVERHEAD_BYTES = 32;

    private final int mostBytes;
    private int maxBytes;
    private int sizeBytes;
    private byte[] bytes = {};
    private int bytesEnd;

    /** Where an entry's name starts, and how long name and value are; the slot is its number modulo the length. */
    private int[] starts = {};

    private int[] nameLengths = {};
    private int[] valueLengths = {};
    private int count;
    private int inserted;

    /** @param mostBytes that this table may ever be allowed */
    DynamicTable(int mostBytes) {
        this.mostBytes = mostBytes;
        maxBytes = mostBytes;
    }

    int maxBytes() {
        return maxBytes;
    }

    /** Changes what it may hold, up to what it was made for; evicts what no longer fits. */
    void maxBytes(int max) {
        maxBytes = Math.min(max, mostBytes);
        evictUntil(maxBytes);
    }

    int count() {
        return count;
    }

    /** How many were ever inserted: the number that the next one gets. */
    int inserted() {
        return inserted;
    }

    /** Whether entry number {@code number} is still there. */
    boolean has(int number) {
        int age = inserted - number;
        return age > 0 && age <= count;
    }

    byte[] bytes() {
        return bytes;
    }

    int nameStart(int number) {
        return starts[slot(number)];
    }

    int nameEnd(int number) {
        return nameStart(number) + nameLengths[slot(number)];
    }

    int valueEnd(int number) {
        return nameEnd(number) + valueLengths[slot(number)];
    }

    private int slot(int number) {
        return number & (starts.length - 1);
    }

    /** Adds a field, evicting the oldest; one that is larger than the table empties it (§4.4). */
    void add(byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        int nameLength = nameEnd - nameStart;
        int valueLength = valueEnd - valueStart;
        int cost = nameLength + valueLength + ENTRY_OVERHEAD_BYTES;
        evictUntil(Math.max(0, maxBytes - cost));
        if (cost > maxBytes) {
            return;
        }
        makeRoom(nameLength + valueLength);
        int slot = slot(inserted);
        starts[slot] = bytesEnd;
        nameLengths[slot] = nameLength;
        valueLengths[slot] = valueLength;
        System.arraycopy(name, nameStart, bytes, bytesEnd, nameLength);
        System.arraycopy(value, valueStart, bytes, bytesEnd + nameLength, valueLength);
        bytesEnd += nameLength + valueLength;
        sizeBytes += cost;
        inserted++;
        count++;
    }

    private void evictUntil(int most) {
        while (sizeBytes > most) {
            int slot = slot(inserted - count);
            sizeBytes -= nameLengths[slot] + valueLengths[slot] + ENTRY_OVERHEAD_BYTES;
            count--;
        }
    }

    private void makeRoom(int more) {
        if (starts.length == 0) {
            int slots = Integer.highestOneBit(Math.max(1, mostBytes / ENTRY_OVERHEAD_BYTES) * 2 - 1);
            starts = new int[slots];
            nameLengths = new int[slots];
            valueLengths = new int[slots];
        }
        if (bytesEnd + more <= bytes.length) {
            return;
        }
        int from = count == 0 ? bytesEnd : nameStart(inserted - count);
        int live = bytesEnd - from;
        if (live + more > bytes.length / 2) {
            // Twice what can be live: then moving costs each byte once, on average.
            bytes = Arrays.copyOf(bytes, Math.min(2 * mostBytes, Math.max(512, 4 * (live + more))));
        }
        System.arraycopy(bytes, from, bytes, 0, live);
        for (int number = inserted - count; number < inserted; number++) {
            starts[slot(number)] -= from;
        }
        bytesEnd = live;
    }
}
