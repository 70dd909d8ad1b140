package io.sluice.router.http.h1;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.FieldText;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.RequestTarget;

/** Recognises the head of a request (RFC 9112 §3). Confined to its event loop. */
final class RequestParser extends HeadParser {
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    private final RequestHead head;
    private final int maxTargetBytes;

    RequestParser(RequestHead head, Limits limits) {
        super(limits);
        this.head = head;
        maxTargetBytes = limits.maxHeadBytes();
    }

    @Override
    int startLine(byte[] bytes, int start, int end) {
        int methodEnd = start;
        while (methodEnd < end && FieldText.isToken(bytes[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == end) {
            return FieldLines.MORE;
        }
        if (methodEnd == start || bytes[methodEnd] != ' ') {
            return rejected(Failure.MALFORMED_REQUEST);
        }
        head.method(start, methodEnd);
        int targetEnd = RequestTarget.read(head, bytes, methodEnd + 1, end);
        if (targetEnd == end) {
            return FieldLines.MORE;
        }
        if (targetEnd == methodEnd + 1 || bytes[targetEnd] != ' ') {
            boolean version09 = bytes[targetEnd] == '\r' && bytes[methodEnd + 1] == '/';
            return rejected(version09 ? Failure.UPGRADE_REQUIRED : Failure.MALFORMED_REQUEST);
        }
        return version(bytes, targetEnd + 1, end);
    }

    private int version(byte[] bytes, int start, int end) {
        int lineFeed = start;
        while (lineFeed < end && bytes[lineFeed] != '\n') {
            lineFeed++;
        }
        if (lineFeed == end) {
            return FieldLines.MORE;
        }
        if (lineFeed != start + VERSION_LENGTH + 1 || bytes[lineFeed - 1] != '\r') {
            return rejected(Failure.MALFORMED_REQUEST);
        }
        if (!isVersion(bytes, start)) {
            return rejected(Failure.MALFORMED_REQUEST);
        }
        if (bytes[start + 5] != '1' || bytes[start + 7] > '1') {
            return rejected(Failure.VERSION_NOT_SUPPORTED);
        }
        head.minorVersion(bytes[start + 7] - '0');
        return lineFeed + 1;
    }

    private static boolean isVersion(byte[] bytes, int at) {
        return bytes[at] == 'H'
                && bytes[at + 1] == 'T'
                && bytes[at + 2] == 'T'
                && bytes[at + 3] == 'P'
                && bytes[at + 4] == '/'
                && isDigit(bytes[at + 5])
                && bytes[at + 6] == '.'
                && isDigit(bytes[at + 7]);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    @Override
    boolean mayStart(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && FieldText.isToken(bytes[at])) {
            at++;
        }
        boolean emptyLine = start == 0 && end == 1 && bytes[0] == '\r';
        return at == end || (at > start && bytes[at] == ' ') || emptyLine;
    }

    @Override
    boolean skipsEmptyLine() {
        return true;
    }

    @Override
    boolean mayFold() {
        return true;
    }

    @Override
    Failure malformed() {
        return Failure.MALFORMED_REQUEST;
    }

    @Override
    Failure tooLong(boolean inFields) {
        boolean longTarget = !inFields && head.fields().length() > maxTargetBytes;
        return longTarget ? Failure.URI_TOO_LONG : Failure.HEADERS_TOO_LARGE;
    }
}
