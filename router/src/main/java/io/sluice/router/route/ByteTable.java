package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose keys are byte ranges of lower-case text: looked up without making a string. A range is hashed from its
 * end, so who walks backwards has the hash of every ending on the way. Immutable.
 */
final class ByteTable<V> {
    /** The hash of nothing. */
    static final int EMPTY = 0;

    /** Spreads names that differ in their last digits alone (Fibonacci hashing). */
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final byte[] @Nullable [] keys;
    private final @Nullable Object[] values;
    private final int shift;

    ByteTable(Map<String, V> entries) {
        int bits = 33 - Integer.numberOfLeadingZeros(Math.max(1, entries.size()));
        keys = new byte[1 << bits][];
        values = new Object[1 << bits];
        shift = 32 - bits;
        entries.forEach(this::put);
    }

    private void put(String text, V value) {
        byte[] key = Ascii.bytes(text);
        int slot = slot(hash(key, 0, key.length));
        while (keys[slot] != null) {
            slot = next(slot);
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /** The hash of a range whose rest hashes to {@code ofRest}, with one byte more before it; the same in any case. */
    static int hash(byte first, int ofRest) {
        return 31 * ofRest + (first | 0x20);
    }

    private static int hash(byte[] bytes, int start, int end) {
        int hash = EMPTY;
        for (int i = end - 1; i >= start; i--) {
            hash = hash(bytes[i], hash);
        }
        return hash;
    }

    private int slot(int hash) {
        return (hash * GOLDEN_RATIO) >>> shift;
    }

    private int next(int slot) {
        return (slot + 1) & (keys.length - 1);
    }

    /** The value of a range, whatever its case; null if there is none. */
    @Nullable
    V getIgnoreCase(byte[] bytes, int start, int end) {
        return getIgnoreCase(hash(bytes, start, end), bytes, start, end);
    }

    /** The same of a range whose hash is known. */
    @SuppressWarnings("unchecked") // only values of V are put in
    @Nullable
    V getIgnoreCase(int hash, byte[] bytes, int start, int end) {
        int slot = slot(hash);
        for (byte[] key = keys[slot]; key != null; key = keys[slot]) {
            if (Ascii.equalsIgnoreCase(bytes, start, end, key)) {
                return (V) values[slot];
            }
            slot = next(slot);
        }
        return null;
    }
}
