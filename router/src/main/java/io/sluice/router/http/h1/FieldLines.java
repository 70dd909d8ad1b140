package io.sluice.router.http.h1;

import io.sluice.router.http.FieldText;
import io.sluice.router.http.HeaderBlock;

/**
 * Recognises field lines in place (RFC 9112 §5): {@code token ":" OWS value OWS CR LF}. No folding (that is {@link FoldedLines}), no bare CR or LF, no
 * blank before the colon, no control character. Names become lower case where they stand. Line by line: a line whose end has
 * not arrived is looked at again from its start.
 */
final class FieldLines {
    /** The end of the line has not arrived. */
    static final int MORE = -1;

    static final int MALFORMED = -2;

    private FieldLines() {}

    /**
     * Recognises the line that starts at {@code start}, and notes it in the block.
     *
     * @return the position behind the line's LF, or {@link #MORE}, or {@link #MALFORMED}
     */
    static int line(HeaderBlock block, byte[] bytes, int start, int end) {
        int nameEnd = start;
        byte lower;
        while (nameEnd < end && (lower = FieldText.lowerToken(bytes[nameEnd])) != 0) {
            bytes[nameEnd++] = lower;
        }
        if (nameEnd == end) {
            return MORE;
        }
        if (bytes[nameEnd] != ':' || nameEnd == start) {
            return MALFORMED;
        }
        int valueStart = nameEnd + 1;
        while (valueStart < end && (bytes[valueStart] == ' ' || bytes[valueStart] == '\t')) {
            valueStart++;
        }
        int carriageReturn = FieldText.textEnd(bytes, valueStart, end);
        if (carriageReturn + 1 >= end) {
            return carriageReturn < end && bytes[carriageReturn] != '\r' ? MALFORMED : MORE;
        }
        if (bytes[carriageReturn] != '\r' || bytes[carriageReturn + 1] != '\n') {
            return MALFORMED;
        }
        int valueEnd = carriageReturn;
        while (valueEnd > valueStart && (bytes[valueEnd - 1] == ' ' || bytes[valueEnd - 1] == '\t')) {
            valueEnd--;
        }
        boolean canonical = valueStart == nameEnd + 2 && bytes[nameEnd + 1] == ' ' && valueEnd == carriageReturn;
        block.index(start, nameEnd, valueStart, valueEnd, canonical);
        return carriageReturn + 2;
    }
}
