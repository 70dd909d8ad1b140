package io.sluice.router.http.h1;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.FieldText;
import io.sluice.router.http.Limits;
import io.sluice.router.http.ResponseHead;

/** Recognises the head of a response (RFC 9112 §4). The reason phrase is read over. Confined to its event loop. */
final class ResponseParser extends HeadParser {
    private static final int STATUS_END = "HTTP/1.1 200".length();

    private final ResponseHead head;
    private int minorVersion;

    ResponseParser(ResponseHead head, Limits limits) {
        super(limits);
        this.head = head;
    }

    /** 1 for HTTP/1.1, 0 for HTTP/1.0. */
    int minorVersion() {
        return minorVersion;
    }

    @Override
    int startLine(byte[] bytes, int start, int end) {
        if (end - start < STATUS_END + 2) {
            return mayStart(bytes, start, end) ? FieldLines.MORE : FieldLines.MALFORMED;
        }
        if (!mayStart(bytes, start, end) || !isStatus(bytes, start + 9)) {
            return FieldLines.MALFORMED;
        }
        minorVersion = bytes[start + 7] - '0';
        head.status((bytes[start + 9] - '0') * 100 + (bytes[start + 10] - '0') * 10 + bytes[start + 11] - '0');
        int at = start + STATUS_END;
        if (bytes[at] == ' ') {
            at = FieldText.textEnd(bytes, at + 1, end);
        }
        if (at + 1 >= end) {
            return FieldLines.MORE;
        }
        return bytes[at] == '\r' && bytes[at + 1] == '\n' ? at + 2 : FieldLines.MALFORMED;
    }

    private static boolean isStatus(byte[] bytes, int at) {
        return bytes[at] >= '1' && bytes[at] <= '9' && isDigit(bytes[at + 1]) && isDigit(bytes[at + 2]);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    @Override
    boolean skipsEmptyLine() {
        return false;
    }

    @Override
    boolean mayStart(byte[] bytes, int start, int end) {
        for (int i = 0; i < Math.min(end - start, 9); i++) {
            byte b = bytes[start + i];
            boolean fits = i == 7 ? b == '0' || b == '1' : b == "HTTP/1.? ".charAt(i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean mayFold() {
        return false;
    }

    @Override
    Failure malformed() {
        return Failure.UPSTREAM_MALFORMED;
    }

    @Override
    Failure tooLong(boolean inFields) {
        return Failure.UPSTREAM_MALFORMED;
    }
}
