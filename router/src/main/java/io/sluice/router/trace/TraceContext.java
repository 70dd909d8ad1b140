package io.sluice.router.trace;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;

/**
 * Which trace a request belongs to, as its headers say: W3C's ({@code traceparent}), else B3's, in one header or in several. Confined to
 * its event loop; reused.
 */
final class TraceContext {
    private static final byte[] TRACEPARENT = Ascii.bytes("traceparent");
    private static final byte[] B3 = Ascii.bytes("b3");
    private static final byte[] B3_TRACE = Ascii.bytes("x-b3-traceid");
    private static final byte[] B3_SPAN = Ascii.bytes("x-b3-spanid");
    private static final byte[] B3_PARENT = Ascii.bytes("x-b3-parentspanid");
    private static final byte[] B3_SAMPLED = Ascii.bytes("x-b3-sampled");
    private static final byte[] B3_FLAGS = Ascii.bytes("x-b3-flags");

    private static final int ID = 16;
    private static final int TRACEPARENT_LENGTH = 55;

    /** Whether who began it records it. */
    enum Decision {
        /** It says yes. */
        RECORDED,
        /** It says no. */
        LEFT_OUT,
        /** It leaves that to us, or nobody has begun one. */
        OPEN
    }

    private final byte[] written = new byte[2 * ID + 1 + ID + 2 + 1 + ID];

    long traceHigh;
    long traceLow;

    /** 0 = none: then the trace begins here. */
    long parent;

    Decision decision = Decision.OPEN;
    private boolean single;
    private boolean several;

    void read(HeaderBlock fields) {
        traceHigh = 0;
        traceLow = 0;
        parent = 0;
        decision = Decision.OPEN;
        int w3c = fields.next(TRACEPARENT, -1);
        int b3 = fields.next(B3, -1);
        single = b3 >= 0;
        several = fields.next(B3_TRACE, -1) >= 0 || fields.next(B3_SAMPLED, -1) >= 0 || fields.next(B3_FLAGS, -1) >= 0;
        if (w3c >= 0 && fields.next(TRACEPARENT, w3c) < 0 && readW3c(fields, w3c)) {
            return;
        }
        if (single) {
            readSingle(fields.bytes(), fields.valueStart(b3), fields.valueEnd(b3));
        } else if (several) {
            readSeveral(fields);
        }
    }

    /** {@code 00-trace-span-flags}; a later version may say more behind another dash (W3C Trace Context §4.3). */
    private boolean readW3c(HeaderBlock fields, int line) {
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(line);
        int length = fields.valueEnd(line) - start;
        boolean formed = length >= TRACEPARENT_LENGTH
                && Hex.digits(bytes, start, start + 2)
                && bytes[start + 2] == '-'
                && Hex.digits(bytes, start + 3, start + 35)
                && bytes[start + 35] == '-'
                && Hex.digits(bytes, start + 36, start + 52)
                && bytes[start + 52] == '-'
                && Hex.digits(bytes, start + 53, start + 55);
        if (!formed) {
            return false;
        }
        long version = Hex.read(bytes, start, start + 2);
        boolean longer = length > TRACEPARENT_LENGTH;
        if (version == 0xff
                || (version == 0 && longer)
                || (longer && bytes[start + TRACEPARENT_LENGTH] != '-')
                || !takes(bytes, start + 3, start + 35, start + 36, start + 52)) {
            return false;
        }
        decision = (Hex.read(bytes, start + 53, start + 55) & 1) == 1 ? Decision.RECORDED : Decision.LEFT_OUT;
        return true;
    }

    /** {@code trace-span}, {@code trace-span-sampled}, {@code trace-span-sampled-parent}, or {@code sampled} alone. */
    private void readSingle(byte[] bytes, int start, int end) {
        int first = dash(bytes, start, end);
        if (first == end) {
            decision = sampled(bytes, start, end);
            return;
        }
        int second = dash(bytes, first + 1, end);
        if (takes(bytes, start, first, first + 1, second) && second < end) {
            decision = sampled(bytes, second + 1, dash(bytes, second + 1, end));
        }
    }

    private static int dash(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '-') {
            at++;
        }
        return at;
    }

    private void readSeveral(HeaderBlock fields) {
        byte[] bytes = fields.bytes();
        int trace = fields.next(B3_TRACE, -1);
        int span = fields.next(B3_SPAN, -1);
        if (trace >= 0 && span >= 0) {
            takes(
                    bytes,
                    fields.valueStart(trace),
                    fields.valueEnd(trace),
                    fields.valueStart(span),
                    fields.valueEnd(span));
        }
        int flags = fields.next(B3_FLAGS, -1);
        int sampled = fields.next(B3_SAMPLED, -1);
        if (flags >= 0
                && fields.valueEnd(flags) - fields.valueStart(flags) == 1
                && bytes[fields.valueStart(flags)] == '1') {
            decision = Decision.RECORDED;
        } else if (sampled >= 0) {
            decision = sampled(bytes, fields.valueStart(sampled), fields.valueEnd(sampled));
        }
    }

    /** Debug means yes; of words, some who write B3 say {@code true}. */
    private static Decision sampled(byte[] bytes, int start, int end) {
        return switch (Ascii.text(bytes, start, Math.min(end, start + 5))) {
            case "1", "d", "true" -> Decision.RECORDED;
            case "0", "false" -> Decision.LEFT_OUT;
            default -> Decision.OPEN;
        };
    }

    /** Of a trace 16 or 32 digits, of a span 16, and not all of them 0. */
    private boolean takes(byte[] bytes, int traceStart, int traceEnd, int spanStart, int spanEnd) {
        int length = traceEnd - traceStart;
        if ((length != ID && length != 2 * ID)
                || spanEnd - spanStart != ID
                || !Hex.digits(bytes, traceStart, traceEnd)
                || !Hex.digits(bytes, spanStart, spanEnd)) {
            return false;
        }
        long high = length == ID ? 0 : Hex.read(bytes, traceStart, traceStart + ID);
        long low = Hex.read(bytes, traceEnd - ID, traceEnd);
        long span = Hex.read(bytes, spanStart, spanEnd);
        if ((high | low) == 0 || span == 0) {
            return false;
        }
        traceHigh = high;
        traceLow = low;
        parent = span;
        return true;
    }

    /** Makes a span its request's parent, in W3C's header, and in those of B3 that it came with. */
    void write(HeaderBlock fields, long span) {
        for (int line = fields.next(TRACEPARENT, -1); line >= 0; line = fields.next(TRACEPARENT, -1)) {
            fields.remove(line);
        }
        fields.startLine(TRACEPARENT);
        fields.append('0');
        fields.append('0');
        fields.append('-');
        appendIds(fields, span);
        fields.append('-');
        fields.append('0');
        fields.append('1');
        fields.endLine();
        if (single) {
            replace(fields, B3);
            fields.startLine(B3);
            appendIds(fields, span);
            fields.append('-');
            fields.append('1');
            fields.endLine();
        }
        if (several) {
            Hex.write(traceHigh, written, 0);
            Hex.write(traceLow, written, ID);
            add(fields, B3_TRACE, 0, 2 * ID);
            Hex.write(span, written, 0);
            add(fields, B3_SPAN, 0, ID);
            replace(fields, B3_PARENT);
            if (parent != 0) {
                Hex.write(parent, written, 0);
                add(fields, B3_PARENT, 0, ID);
            }
            replace(fields, B3_SAMPLED);
            fields.startLine(B3_SAMPLED);
            fields.append('1');
            fields.endLine();
        }
    }

    private void appendIds(HeaderBlock fields, long span) {
        Hex.write(traceHigh, written, 0);
        Hex.write(traceLow, written, ID);
        written[2 * ID] = '-';
        Hex.write(span, written, 2 * ID + 1);
        fields.append(written, 0, 3 * ID + 1);
    }

    private void add(HeaderBlock fields, byte[] name, int start, int end) {
        replace(fields, name);
        fields.startLine(name);
        fields.append(written, start, end);
        fields.endLine();
    }

    private static void replace(HeaderBlock fields, byte[] name) {
        for (int line = fields.next(name, -1); line >= 0; line = fields.next(name, -1)) {
            fields.remove(line);
        }
    }
}
