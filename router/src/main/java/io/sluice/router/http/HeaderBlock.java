package io.sluice.router.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a head: one array that holds the bytes as received (the start line too), and an index of where each field
 * line stands. A removed field is only marked; an added one is appended behind, in wire form. So writing a head is copying
 * the ranges between the marks. Names are lower case. Confined to its event loop; reused.
 */
public final class HeaderBlock {
    private static final int STRIDE = 5;
    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int FIELD = 4;

    /** The line stands in the array as it would be written: {@code name: value CR LF}. */
    private static final int CANONICAL = 1 << 8;

    private static final int REMOVED = 1 << 9;

    /** The sender asked that nobody on the way remembers the field (RFC 7541 §6.2.3). */
    private static final int NEVER_INDEXED = 1 << 10;

    private static final int FIELD_MASK = 0xff;

    private static final int INITIAL_BYTES = 1024;
    private static final int INITIAL_FIELDS = 24;

    /** Above this the arrays are let go after use, so that one large head does not stay for ever. */
    private static final int KEPT_BYTES = 8 * 1024;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private int[] lines = new int[INITIAL_FIELDS * STRIDE];
    private int count;

    /** A bit a field that was ever noted, so that most questions for one that is not there need no walk. */
    private long noted;

    private @Nullable Spellings spellings;

    /** Forgets everything. */
    public void clear() {
        length = 0;
        count = 0;
        noted = 0;
        if (spellings != null) {
            spellings.clear();
        }
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
            lines = new int[INITIAL_FIELDS * STRIDE];
        }
    }

    /** Becomes a copy of {@code other}. */
    public void copy(HeaderBlock other) {
        if (bytes.length < other.length) {
            bytes = new byte[other.length];
        }
        if (lines.length < other.count * STRIDE) {
            lines = new int[other.lines.length];
        }
        System.arraycopy(other.bytes, 0, bytes, 0, other.length);
        System.arraycopy(other.lines, 0, lines, 0, other.count * STRIDE);
        length = other.length;
        count = other.count;
        noted = other.noted;
        spellings = other.spellings == null ? null : other.spellings.copy();
    }

    /** From now on it remembers how the names that it receives were spelled. */
    public void keepSpellings() {
        spellings = new Spellings();
    }

    /** How names were spelled when they came; null if nobody is to know. */
    public @Nullable Spellings spellings() {
        return spellings;
    }

    /** The array itself; valid until something is appended. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes in use. */
    public int length() {
        return length;
    }

    /** Number of field lines, removed ones included. */
    public int count() {
        return count;
    }

    /** Makes room for {@code more} bytes and returns the array; who fills them calls {@link #grown}. */
    public byte[] room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        return bytes;
    }

    public void grown(int more) {
        length += more;
    }

    /** Appends bytes of a head as they are received; the reader index of {@code in} stays. */
    public void receive(ByteBuf in, int more) {
        in.getBytes(in.readerIndex(), room(more), length, more);
        length += more;
        if (spellings != null) {
            spellings.receive(bytes, length - more, length);
        }
    }

    /** Forgets bytes and fields behind a point to which {@link #length} and {@link #count} were seen to stand. */
    public void truncate(int toLength, int toCount) {
        length = toLength;
        count = toCount;
    }

    /** Notes a field line that stands in the array already. */
    public void index(int nameStart, int nameEnd, int valueStart, int valueEnd, boolean canonical) {
        if ((count + 1) * STRIDE > lines.length) {
            lines = Arrays.copyOf(lines, lines.length * 2);
        }
        int at = count * STRIDE;
        lines[at + NAME_START] = nameStart;
        lines[at + NAME_END] = nameEnd;
        lines[at + VALUE_START] = valueStart;
        lines[at + VALUE_END] = valueEnd;
        int field = FieldName.of(bytes, nameStart, nameEnd).index();
        lines[at + FIELD] = field | (canonical ? CANONICAL : 0);
        noted |= 1L << field;
        count++;
    }

    /** Marks the line noted last as one that is never to be remembered by a compressor. */
    public void neverIndexed() {
        lines[(count - 1) * STRIDE + FIELD] |= NEVER_INDEXED;
    }

    public boolean neverIndexed(int i) {
        return (lines[i * STRIDE + FIELD] & NEVER_INDEXED) != 0;
    }

    public FieldName field(int i) {
        return FieldName.at(lines[i * STRIDE + FIELD] & FIELD_MASK);
    }

    public int nameStart(int i) {
        return lines[i * STRIDE + NAME_START];
    }

    public int nameEnd(int i) {
        return lines[i * STRIDE + NAME_END];
    }

    public int valueStart(int i) {
        return lines[i * STRIDE + VALUE_START];
    }

    public int valueEnd(int i) {
        return lines[i * STRIDE + VALUE_END];
    }

    public boolean removed(int i) {
        return (lines[i * STRIDE + FIELD] & REMOVED) != 0;
    }

    public void remove(int i) {
        lines[i * STRIDE + FIELD] |= REMOVED;
    }

    /** Removes every line of a field. */
    public void remove(FieldName field) {
        for (int i = first(field); i >= 0; i = next(field, i)) {
            remove(i);
        }
    }

    /** Index of the first line of a field that is not removed; −1 if there is none. */
    public int first(FieldName field) {
        // Shifts count modulo 64: of more fields than that two share a bit, and a bit that is not set still means
        // neither.
        return (noted & 1L << field.index()) == 0 ? -1 : next(field, -1);
    }

    /** Index of the next line of a field after line {@code i}; −1 if there is none. */
    public int next(FieldName field, int i) {
        int wanted = field.index();
        for (int at = (i + 1) * STRIDE + FIELD; at < count * STRIDE; at += STRIDE) {
            int entry = lines[at];
            if ((entry & FIELD_MASK) == wanted && (entry & REMOVED) == 0) {
                return at / STRIDE;
            }
        }
        return -1;
    }

    public boolean has(FieldName field) {
        return first(field) >= 0;
    }

    /** Index of the next line after {@code i} whose name is {@code name} (lower case); −1 if there is none. */
    public int next(byte[] name, int i) {
        for (int line = i + 1; line < count; line++) {
            if (!removed(line) && Arrays.equals(name, 0, name.length, bytes, nameStart(line), nameEnd(line))) {
                return line;
            }
        }
        return -1;
    }

    /** Adds to a list, in one line: joined with {@code ,} and no blank; blanks that are there stay. */
    public void join(FieldName list, byte[] value) {
        int first = first(list);
        if (first < 0) {
            add(list, value);
            return;
        }
        startLine(list);
        int added = count - 1;
        for (int i = first; i < added; i = next(list, i)) {
            if (valueEnd(i) > valueStart(i)) {
                append(bytes, valueStart(i), valueEnd(i));
                append(',');
            }
            remove(i);
        }
        append(value);
        endLine();
    }

    /** Appends a field. */
    public void add(FieldName field, byte[] value) {
        add(field, value, 0, value.length);
    }

    /** Appends a field whose value is a range; of this block's own array too. */
    public void add(FieldName field, byte[] value, int start, int end) {
        boolean own = isOwn(value);
        startLine(field.bytes(), end - start);
        append(own ? bytes : value, start, end);
        endLine();
    }

    public void add(byte[] name, byte[] value) {
        startLine(name, value.length);
        append(value, 0, value.length);
        endLine();
    }

    public void add(FieldName field, long value) {
        startLine(field.bytes(), 20);
        appendDecimal(value);
        endLine();
    }

    /** Starts a field whose value is then made of pieces; {@link #endLine} ends it. */
    public void startLine(FieldName field) {
        startLine(field.bytes(), 0);
    }

    /** The same by a name, lower case. */
    public void startLine(byte[] name) {
        startLine(name, 0);
    }

    private void startLine(byte[] name, int valueLength) {
        room(name.length + valueLength + 4);
        int start = length;
        append(name, 0, name.length);
        bytes[length++] = ':';
        bytes[length++] = ' ';
        index(start, start + name.length, length, length, true);
    }

    public void append(byte[] piece) {
        append(piece, 0, piece.length);
    }

    public void append(byte[] piece, int start, int end) {
        byte[] source = isOwn(piece) ? room(end - start) : piece;
        System.arraycopy(source, start, room(end - start), length, end - start);
        length += end - start;
    }

    /** Making room may replace our own array; a range of it is then found in the new one. */
    @SuppressWarnings("ReferenceEquality") // the very array is meant, not an equal one
    private boolean isOwn(byte[] array) {
        return array == bytes;
    }

    /** As {@link Ascii#bytes} would have it, but without an array between. */
    public void append(String text) {
        int count = text.length();
        byte[] target = room(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            target[length + i] = c <= 0xff ? (byte) c : (byte) '?';
        }
        length += count;
    }

    public void append(char ascii) {
        room(1)[length++] = (byte) ascii;
    }

    public void appendDecimal(long value) {
        room(20);
        length += Ascii.decimal(value, bytes, length);
    }

    public void endLine() {
        room(2);
        lines[(count - 1) * STRIDE + VALUE_END] = length;
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    /** Most bytes that {@link #write} writes. */
    public int writtenAtMost() {
        return length + 4 * count;
    }

    /** Writes the lines that are not removed, in order, each ended by CR LF; returns the position behind them. */
    public int write(byte[] target, int position) {
        int at = position;
        int rangeStart = 0;
        int rangeEnd = 0;
        for (int line = 0; line < count * STRIDE; line += STRIDE) {
            int flags = lines[line + FIELD];
            if ((flags & REMOVED) != 0) {
                continue;
            }
            int start = lines[line + NAME_START];
            if ((flags & CANONICAL) != 0) {
                if (start != rangeEnd) {
                    at = copy(rangeStart, rangeEnd, target, at);
                    rangeStart = start;
                }
                rangeEnd = lines[line + VALUE_END] + 2;
            } else {
                at = copy(rangeStart, rangeEnd, target, at);
                rangeStart = 0;
                rangeEnd = 0;
                at = respell(line, target, at);
            }
        }
        return copy(rangeStart, rangeEnd, target, at);
    }

    private int copy(int start, int end, byte[] target, int at) {
        System.arraycopy(bytes, start, target, at, end - start);
        return at + end - start;
    }

    private int respell(int line, byte[] target, int position) {
        int at = copy(lines[line + NAME_START], lines[line + NAME_END], target, position);
        target[at++] = ':';
        target[at++] = ' ';
        at = copy(lines[line + VALUE_START], lines[line + VALUE_END], target, at);
        target[at++] = '\r';
        target[at++] = '\n';
        return at;
    }

    /** For people and slow paths: the value of line {@code i}, one character per byte. */
    public String value(int i) {
        return Ascii.text(bytes, valueStart(i), valueEnd(i));
    }

    /** For people and slow paths: the name of line {@code i}. */
    public String name(int i) {
        return Ascii.text(bytes, nameStart(i), nameEnd(i));
    }

    /** For people and slow paths: the first value of a field; null if it is missing. */
    public @Nullable String value(FieldName field) {
        int i = first(field);
        return i < 0 ? null : value(i);
    }
}
