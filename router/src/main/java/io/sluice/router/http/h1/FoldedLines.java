package io.sluice.router.http.h1;

import io.sluice.router.http.FieldName;
import io.sluice.router.http.FieldText;
import io.sluice.router.http.HeaderBlock;

/**
 * Joins a value that goes on in the next line (obs-fold, RFC 9112 §5.2: a recipient refuses it, or puts blanks in its place).
 * It is joined only where nobody can read it otherwise: not in a field that steers the router, nor where the continuation
 * could be taken for a field of its own.
 */
final class FoldedLines {
    private static final int LINE_END = 2;

    private FoldedLines() {}

    /**
     * Appends the line that starts at {@code start} to the one noted last. The shorter way round: what stands before moves
     * up to what follows, over the line's end, so that nothing behind has to move.
     *
     * @return as {@link FieldLines#line}
     */
    static int join(HeaderBlock block, byte[] bytes, int start, int end) {
        int last = block.count() - 1;
        if (last < 0 || !isBlank(bytes[start]) || block.field(last) != FieldName.OTHER) {
            return FieldLines.MALFORMED;
        }
        int carriageReturn = FieldText.textEnd(bytes, start, end);
        if (carriageReturn == end || (bytes[carriageReturn] == '\r' && carriageReturn + 1 == end)) {
            return FieldLines.MORE;
        }
        if (bytes[carriageReturn] != '\r' || bytes[carriageReturn + 1] != '\n' || isField(bytes, start)) {
            return FieldLines.MALFORMED;
        }
        int from = block.nameStart(last);
        System.arraycopy(bytes, from, bytes, from + LINE_END, start - LINE_END - from);
        block.truncate(block.length(), last);
        return FieldLines.line(block, bytes, from + LINE_END, end);
    }

    /** Whether the line, without the blanks before it, begins as a field does. It ends in CR LF, so the walk ends. */
    private static boolean isField(byte[] bytes, int start) {
        int name = start;
        while (isBlank(bytes[name])) {
            name++;
        }
        int nameEnd = name;
        while (FieldText.isToken(bytes[nameEnd])) {
            nameEnd++;
        }
        int colon = nameEnd;
        while (isBlank(bytes[colon])) {
            colon++;
        }
        return nameEnd > name && bytes[colon] == ':';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
