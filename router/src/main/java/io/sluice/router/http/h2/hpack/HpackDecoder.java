package io.sluice.router.http.h2.hpack;

import io.sluice.router.http.HeaderBlock;

/**
 * Decodes header blocks (RFC 7541 §6) straight into the array of a {@link HeaderBlock}. A block whose fields are too many or too
 * large is still read to its end, for the table's sake, but its fields are no longer copied: a bomb costs what it costs to read
 * it. Confined to its connection's event loop.
 */
public final class HpackDecoder {
    /** What became of a block. */
    public enum Verdict {
        DONE,
        /** The fields are more than allowed; the table is in step, the block is of no use. */
        TOO_LARGE,
        /** The table may be out of step: the connection is lost (COMPRESSION_ERROR). */
        MALFORMED
    }

    private static final int NOT_A_NUMBER = -1;

    /** Above this no integer has a meaning here: lengths are bounded by the block, indexes by the tables. */
    private static final int MOST_NUMBER = 1 << 24;

    private final DynamicTable table;
    private final int tableLimit;
    private final int maxBytes;
    private final int maxFields;

    // Of the block that is being read.
    private byte[] in = {};
    private int at;
    private int end;
    private int fieldBytes;
    private int fields;

    /**
     * @param tableBytes that we announced
     * @param maxBytes names and values of a block, together
     * @param maxFields of a block; every line counts
     */
    public HpackDecoder(int tableBytes, int maxBytes, int maxFields) {
        table = new DynamicTable(tableBytes);
        tableLimit = tableBytes;
        this.maxBytes = maxBytes;
        this.maxFields = maxFields;
    }

    /** Reads the block in {@code block[start, end)} and tells its fields, which are appended to {@code into}. */
    public Verdict decode(byte[] block, int start, int end, HeaderBlock into, FieldTaker taker) {
        in = block;
        at = start;
        this.end = end;
        fieldBytes = 0;
        fields = 0;
        while (at < end && (in[at] & 0xe0) == 0x20) {
            int size = number(5);
            if (size < 0 || size > tableLimit) {
                return Verdict.MALFORMED;
            }
            table.maxBytes(size);
        }
        while (at < end) {
            if (!field(into, taker)) {
                return Verdict.MALFORMED;
            }
        }
        return tooLarge() ? Verdict.TOO_LARGE : Verdict.DONE;
    }

    private boolean tooLarge() {
        return fieldBytes > maxBytes || fields > maxFields;
    }

    private boolean field(HeaderBlock into, FieldTaker taker) {
        int kind = in[at] & 0xff;
        fields++;
        if (kind >= 0x80) {
            return indexed(into, taker);
        }
        if (kind >= 0x40) {
            return literal(into, taker, number(6), true, false);
        }
        // 001xxxxx: a change of the table's size may only stand in front (§4.2).
        return kind < 0x20 && literal(into, taker, number(4), false, kind >= 0x10);
    }

    private boolean indexed(HeaderBlock into, FieldTaker taker) {
        int index = number(7);
        if (!isKnown(index)) {
            return false;
        }
        int nameLength = nameLength(index);
        int valueLength = valueLength(index);
        fieldBytes += nameLength + valueLength;
        if (tooLarge()) {
            return true;
        }
        int start = into.length();
        byte[] out = into.room(nameLength + valueLength + 4);
        copyName(index, out, start);
        int valueStart = separator(out, start + nameLength);
        copyValue(index, out, valueStart);
        finish(into, out, start, nameLength, valueLength, false, taker);
        return true;
    }

    private boolean literal(HeaderBlock into, FieldTaker taker, int index, boolean indexing, boolean never) {
        int start = into.length();
        int fieldCount = into.count();
        int nameLength;
        if (index == 0) {
            nameLength = string(into);
        } else if (isKnown(index)) {
            nameLength = nameLength(index);
            copyName(index, into.room(nameLength), start);
        } else {
            return false;
        }
        if (nameLength < 0) {
            return false;
        }
        into.grown(nameLength + 2);
        into.room(0);
        int valueLength = string(into);
        if (valueLength < 0) {
            return false;
        }
        byte[] out = into.room(valueLength + 2);
        into.truncate(start, fieldCount);
        int valueStart = separator(out, start + nameLength);
        if (indexing) {
            table.add(out, start, start + nameLength, out, valueStart, valueStart + valueLength);
        }
        fieldBytes += nameLength + valueLength;
        if (!tooLarge()) {
            finish(into, out, start, nameLength, valueLength, never, taker);
        }
        return true;
    }

    private static int separator(byte[] out, int position) {
        out[position] = ':';
        out[position + 1] = ' ';
        return position + 2;
    }

    private static void finish(
            HeaderBlock into, byte[] out, int start, int nameLength, int valueLength, boolean never, FieldTaker taker) {
        int valueStart = start + nameLength + 2;
        int valueEnd = valueStart + valueLength;
        out[valueEnd] = '\r';
        out[valueEnd + 1] = '\n';
        into.grown(valueEnd + 2 - start);
        taker.field(into, start, start + nameLength, valueStart, valueEnd, never);
    }

    // --- the tables, as one (§2.3.3) ---

    private boolean isKnown(int index) {
        return index > 0 && index <= StaticTable.LENGTH + table.count();
    }

    private int entry(int index) {
        return table.inserted() - (index - StaticTable.LENGTH);
    }

    private int nameLength(int index) {
        if (index <= StaticTable.LENGTH) {
            return StaticTable.name(index).length;
        }
        int entry = entry(index);
        return table.nameEnd(entry) - table.nameStart(entry);
    }

    private int valueLength(int index) {
        if (index <= StaticTable.LENGTH) {
            return StaticTable.value(index).length;
        }
        int entry = entry(index);
        return table.valueEnd(entry) - table.nameEnd(entry);
    }

    private void copyName(int index, byte[] out, int position) {
        boolean fixed = index <= StaticTable.LENGTH;
        byte[] from = fixed ? StaticTable.name(index) : table.bytes();
        System.arraycopy(from, fixed ? 0 : table.nameStart(entry(index)), out, position, nameLength(index));
    }

    private void copyValue(int index, byte[] out, int position) {
        boolean fixed = index <= StaticTable.LENGTH;
        byte[] from = fixed ? StaticTable.value(index) : table.bytes();
        System.arraycopy(from, fixed ? 0 : table.nameEnd(entry(index)), out, position, valueLength(index));
    }

    // --- primitives (§5) ---

    /** An integer with a prefix of so many bits; negative if it is malformed. */
    private int number(int prefixBits) {
        int mask = (1 << prefixBits) - 1;
        int value = in[at++] & mask;
        if (value < mask) {
            return value;
        }
        for (int shift = 0; at < end && shift <= 21; shift += 7) {
            int b = in[at++];
            value += (b & 0x7f) << shift;
            if (b >= 0) {
                return value > MOST_NUMBER ? NOT_A_NUMBER : value;
            }
        }
        return NOT_A_NUMBER;
    }

    /** Puts a string behind what stands in {@code into}, and returns its length; negative if it is malformed. */
    private int string(HeaderBlock into) {
        if (at >= end) {
            return NOT_A_NUMBER;
        }
        boolean huffman = in[at] < 0;
        int length = number(7);
        if (length < 0 || length > end - at) {
            return NOT_A_NUMBER;
        }
        int start = into.length();
        int from = at;
        at += length;
        if (!huffman) {
            System.arraycopy(in, from, into.room(length), start, length);
            return length;
        }
        int decodedEnd = Huffman.decode(in, from, at, into.room(Huffman.decodedAtMost(length)), start);
        return decodedEnd < 0 ? NOT_A_NUMBER : decodedEnd - start;
    }
}
