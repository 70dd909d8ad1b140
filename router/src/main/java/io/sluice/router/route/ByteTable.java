package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A hash table whose keys are byte ranges of lower-case text: looked up without making a string. Immutable. */
final class ByteTable<V> {
    private final byte[] @Nullable [] keys;
    private final @Nullable Object[] values;
    private final int mask;

    private ByteTable(Map<String, V> entries) {
        int capacity = Integer.highestOneBit(Math.max(1, entries.size() * 2 - 1)) * 2;
        keys = new byte[capacity][];
        values = new Object[capacity];
        mask = capacity - 1;
        entries.forEach((text, value) -> {
            byte[] key = Ascii.bytes(text);
            int slot = hash(key, 0, key.length) & mask;
            while (keys[slot] != null) {
                slot = (slot + 1) & mask;
            }
            keys[slot] = key;
            values[slot] = value;
        });
    }

    /** The value of a range, whatever its case; null if there is none. */
    @SuppressWarnings("unchecked") // only values of V are put in
    @Nullable
    V getIgnoreCase(byte[] bytes, int start, int end) {
        int slot = hash(bytes, start, end) & mask;
        for (byte[] key = keys[slot]; key != null; key = keys[slot]) {
            if (Ascii.equalsIgnoreCase(bytes, start, end, key)) {
                return (V) values[slot];
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    private static int hash(byte[] bytes, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + (bytes[i] | 0x20);
        }
        return hash ^ (hash >>> 16);
    }

    static final class Builder<V> {
        private final Map<String, V> entries = new LinkedHashMap<>();

        V computeIfAbsent(byte[] key, Supplier<V> value) {
            return entries.computeIfAbsent(Ascii.text(key, 0, key.length), absent -> value.get());
        }

        ByteTable<V> build() {
            return new ByteTable<>(entries);
        }
    }

    @Override
    public String toString() {
        return Arrays.stream(keys).filter(key -> key != null).count() + " keys";
    }
}
