package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Limits;
import io.sluice.router.http.Spellings;

/**
 * The common walk over a head: a start line, field lines, an empty line. Whatever pieces a head arrives in, the result is
 * that of one piece: a line is looked at only when it may be complete, always from its start. Confined to its event loop.
 */
abstract sealed class HeadParser permits RequestParser, ResponseParser {
    enum Verdict {
        MORE,
        DONE,
        REJECTED
    }

    /** Bytes copied to look for the end of a head; a usual head needs one step, and little of a body is copied with it. */
    private static final int STEP_BYTES = 1024;

    private final int maxHeadBytes;
    private final int maxFields;
    private boolean inFields;
    private int lineStart;
    private int searched;
    private int folds;
    private Failure failure = Failure.MALFORMED_REQUEST;

    HeadParser(Limits limits) {
        maxHeadBytes = limits.maxHeadBytes();
        maxFields = limits.maxHeaders();
    }

    void clear() {
        inFields = false;
        lineStart = 0;
        searched = 0;
        folds = 0;
    }

    /** Why, once {@link Verdict#REJECTED}. */
    Failure failure() {
        return failure;
    }

    /** Reads on; on DONE the reader index stands behind the head, and the block ends with it. */
    Verdict read(ByteBuf in, HeaderBlock block) {
        while (in.isReadable()) {
            int before = block.length();
            int step = Math.min(in.readableBytes(), STEP_BYTES);
            block.receive(in, step);
            Verdict verdict = parse(block);
            switch (verdict) {
                case MORE -> in.skipBytes(step);
                case DONE -> {
                    in.skipBytes(lineStart - before);
                    block.truncate(lineStart, block.count());
                    return verdict;
                }
                case REJECTED -> {
                    return verdict;
                }
            }
        }
        return Verdict.MORE;
    }

    /** Looks at the bytes that were added to the block since the last call. */
    Verdict parse(HeaderBlock block) {
        byte[] bytes = block.bytes();
        int end = block.length();
        if (!lineFeedIn(bytes, end)) {
            return incomplete(bytes, end);
        }
        if (lineStart == 0 && skipsEmptyLine() && end >= 2 && bytes[0] == '\r' && bytes[1] == '\n') {
            lineStart = 2;
            searched = 2;
            if (!lineFeedIn(bytes, end)) {
                return incomplete(bytes, end);
            }
        }
        while (true) {
            if (inFields && lineStart + 1 < end && bytes[lineStart] == '\r' && bytes[lineStart + 1] == '\n') {
                lineStart += 2;
                return lineStart > maxHeadBytes ? reject(tooLong(true)) : Verdict.DONE;
            }
            int next = inFields ? fieldLine(block, bytes, end) : startLine(bytes, lineStart, end);
            if (next < 0) {
                searched = lineStart;
                // A line is judged when it is all there, never sooner: so pieces are judged as the whole.
                return lineFeedIn(bytes, end) ? Verdict.REJECTED : incomplete(bytes, end);
            }
            inFields = true;
            lineStart = next;
        }
    }

    /** Pieces without a line feed cannot complete a line: they are not looked at again, so a slow head stays cheap. */
    private boolean lineFeedIn(byte[] bytes, int end) {
        for (int i = searched; i < end; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        searched = end;
        return false;
    }

    private Verdict incomplete(byte[] bytes, int end) {
        if (end > maxHeadBytes) {
            return reject(tooLong(inFields));
        }
        return !inFields && end > lineStart && !mayStart(bytes, lineStart, end) ? reject(malformed()) : Verdict.MORE;
    }

    private int fieldLine(HeaderBlock block, byte[] bytes, int end) {
        if (lineStart < end && bytes[lineStart] == '\r' && lineStart + 1 == end) {
            return FieldLines.MORE;
        }
        int next = FieldLines.line(block, bytes, lineStart, end);
        Spellings spellings = block.spellings();
        if (spellings != null && next >= 0) {
            spellings.note(lineStart, block.nameEnd(block.count() - 1));
        }
        if (next == FieldLines.MALFORMED && mayFold()) {
            next = FoldedLines.join(block, bytes, lineStart, end);
            // Each moves what stands before it: unbounded, a head could be made to cost the square of its size.
            folds += next >= 0 ? 1 : 0;
        }
        if (next == FieldLines.MALFORMED) {
            reject(malformed());
        } else if (block.count() + folds > maxFields) {
            reject(tooLong(true));
            return FieldLines.MALFORMED;
        }
        return next;
    }

    final Verdict reject(Failure why) {
        failure = why;
        return Verdict.REJECTED;
    }

    /** Rejects from within a start line. */
    final int rejected(Failure why) {
        failure = why;
        return FieldLines.MALFORMED;
    }

    /** Recognises the start line; as {@link FieldLines#line}. */
    abstract int startLine(byte[] bytes, int start, int end);

    /** Whether what has arrived without a line feed can be the beginning of a start line. */
    abstract boolean mayStart(byte[] bytes, int start, int end);

    /** Whether one empty line may stand before the start line (RFC 9112 §2.2). */
    abstract boolean skipsEmptyLine();

    /** Whether a value may go on in the next line. */
    abstract boolean mayFold();

    abstract Failure malformed();

    abstract Failure tooLong(boolean inFields);
}
