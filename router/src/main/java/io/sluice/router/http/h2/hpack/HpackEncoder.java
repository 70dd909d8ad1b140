package io.sluice.router.http.h2.hpack;

import io.sluice.router.http.Ascii;
import java.util.Arrays;

/**
 * Encodes header blocks (RFC 7541 §6). A field enters the table when it is seen for the second time: what differs from message
 * to message, a request id or a path, never does, and needs no list of names. Look-ups go to two places and are
 * verified: a collision costs bytes and nothing else. Confined to its connection's event loop.
 */
public final class HpackEncoder {
    /** Room that a field takes at most, beside its bytes. */
    public static final int FIELD_SLACK_BYTES = 16;

    private static final int DEFAULT_TABLE_BYTES = 4096;
    private static final int BUCKETS = 256;
    private static final int STATUS = 8;
    private static final byte[] STATUS_NAME = Ascii.bytes(":status");

    /** Fields above this are not worth the entries that they would evict. */
    private static final int MOST_INDEXED_BYTES = 512;

    private static final byte[] NONE = {};

    private final DynamicTable table;
    private final int[] seen = new int[BUCKETS];
    private final int[] byField = new int[BUCKETS];
    private final int[] byName = new int[BUCKETS];
    private int pendingTableBytes = -1;
    private int smallestPendingBytes;

    private final byte[] statusDigits = new byte[3];
    private byte[] out = NONE;
    private int at;

    /** @param tableBytes whatever the peer allows, no more is used */
    public HpackEncoder(int tableBytes) {
        table = new DynamicTable(tableBytes);
        Arrays.fill(byField, -1);
        Arrays.fill(byName, -1);
        // Until the peer says otherwise it allows 4 096 bytes; what we use beneath that must be said (§4.2).
        if (tableBytes != DEFAULT_TABLE_BYTES) {
            announce(tableBytes);
        }
    }

    /** The peer's SETTINGS_HEADER_TABLE_SIZE; said at the start of the next block. */
    public void peerTableBytes(long bytes) {
        int before = table.maxBytes();
        table.maxBytes((int) Math.min(bytes, Integer.MAX_VALUE));
        if (table.maxBytes() != before || pendingTableBytes >= 0) {
            announce(table.maxBytes());
        }
    }

    private void announce(int bytes) {
        smallestPendingBytes = pendingTableBytes < 0 ? bytes : Math.min(smallestPendingBytes, bytes);
        pendingTableBytes = bytes;
    }

    /** Starts a block at a position of {@code target}, which has room for it. */
    public void begin(byte[] target, int position) {
        out = target;
        at = position;
        if (pendingTableBytes >= 0) {
            if (smallestPendingBytes < pendingTableBytes) {
                number(0x20, 5, smallestPendingBytes);
            }
            number(0x20, 5, pendingTableBytes);
            pendingTableBytes = -1;
        }
    }

    /** Ends the block, and returns the position behind it. */
    public int end() {
        int behind = at;
        out = NONE;
        return behind;
    }

    /** The status of a response, of three digits. */
    public void status(int status) {
        for (int index = STATUS; index < STATUS + 7; index++) {
            byte[] known = StaticTable.value(index);
            if (status == (known[0] - '0') * 100 + (known[1] - '0') * 10 + known[2] - '0') {
                number(0x80, 7, index);
                return;
            }
        }
        byte[] digits = statusDigits;
        Ascii.decimal(status, digits, 0);
        field(STATUS_NAME, 0, STATUS_NAME.length, digits, 0, 3, false);
    }

    public void field(byte[] name, byte[] value) {
        field(name, 0, name.length, value, 0, value.length, false);
    }

    /**
     * A field, its name in lower case.
     *
     * @param never it is never to be remembered, by anyone on the way (§6.2.3)
     */
    public void field(
            byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd, boolean never) {
        int nameHash = FieldHash.of(name, nameStart, nameEnd);
        int fixed = StaticTable.find(name, nameStart, nameEnd, nameHash);
        if (never) {
            literal(0x10, 4, nameIndex(fixed, nameHash, name, nameStart, nameEnd), name, nameStart, nameEnd);
            string(value, valueStart, valueEnd);
            return;
        }
        int hash = FieldHash.of(nameHash, value, valueStart, valueEnd);
        int index = fixed == 0 ? 0 : StaticTable.find(fixed, value, valueStart, valueEnd);
        if (index == 0) {
            index = dynamicIndex(hash, name, nameStart, nameEnd, value, valueStart, valueEnd);
        }
        if (index != 0) {
            number(0x80, 7, index);
            return;
        }
        int nameIndex = nameIndex(fixed, nameHash, name, nameStart, nameEnd);
        boolean indexing = isSeenAgain(hash)
                && nameEnd - nameStart + valueEnd - valueStart <= Math.min(MOST_INDEXED_BYTES, table.maxBytes() / 4);
        literal(indexing ? 0x40 : 0, indexing ? 6 : 4, nameIndex, name, nameStart, nameEnd);
        string(value, valueStart, valueEnd);
        if (indexing) {
            put(byField, hash, table.inserted());
            put(byName, nameHash, table.inserted());
            table.add(name, nameStart, nameEnd, value, valueStart, valueEnd);
        }
    }

    private boolean isSeenAgain(int hash) {
        boolean again = seen[first(hash)] == hash || seen[second(hash)] == hash;
        put(seen, hash, hash);
        return again;
    }

    private static int first(int hash) {
        return hash & (BUCKETS - 1);
    }

    private static int second(int hash) {
        return (hash >>> 16) & (BUCKETS - 1);
    }

    private static void put(int[] buckets, int hash, int value) {
        buckets[first(hash)] = value;
        buckets[second(hash)] = value;
    }

    private int dynamicIndex(
            int hash, byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        int number = byField[first(hash)];
        if (!isField(number, name, nameStart, nameEnd, value, valueStart, valueEnd)) {
            number = byField[second(hash)];
            if (!isField(number, name, nameStart, nameEnd, value, valueStart, valueEnd)) {
                return 0;
            }
        }
        return indexOf(number);
    }

    private boolean isField(
            int number, byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        return isName(number, name, nameStart, nameEnd)
                && Arrays.equals(
                        table.bytes(), table.nameEnd(number), table.valueEnd(number), value, valueStart, valueEnd);
    }

    private boolean isName(int number, byte[] name, int nameStart, int nameEnd) {
        return table.has(number)
                && Arrays.equals(
                        table.bytes(), table.nameStart(number), table.nameEnd(number), name, nameStart, nameEnd);
    }

    private int nameIndex(int fixed, int nameHash, byte[] name, int nameStart, int nameEnd) {
        if (fixed != 0) {
            return fixed;
        }
        int number = byName[first(nameHash)];
        if (!isName(number, name, nameStart, nameEnd)) {
            number = byName[second(nameHash)];
            if (!isName(number, name, nameStart, nameEnd)) {
                return 0;
            }
        }
        return indexOf(number);
    }

    private int indexOf(int number) {
        return StaticTable.LENGTH + table.inserted() - number;
    }

    private void literal(int pattern, int prefixBits, int nameIndex, byte[] name, int nameStart, int nameEnd) {
        number(pattern, prefixBits, nameIndex);
        if (nameIndex == 0) {
            string(name, nameStart, nameEnd);
        }
    }

    private void number(int pattern, int prefixBits, int value) {
        int mask = (1 << prefixBits) - 1;
        if (value < mask) {
            out[at++] = (byte) (pattern | value);
            return;
        }
        out[at++] = (byte) (pattern | mask);
        int rest = value - mask;
        while (rest >= 0x80) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
    }

    private void string(byte[] bytes, int start, int end) {
        int length = Huffman.encodedLength(bytes, start, end);
        if (length < end - start) {
            number(0x80, 7, length);
            at = Huffman.encode(bytes, start, end, out, at);
        } else {
            number(0, 7, end - start);
            System.arraycopy(bytes, start, out, at, end - start);
            at += end - start;
        }
    }
}
