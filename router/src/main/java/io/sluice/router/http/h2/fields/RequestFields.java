package io.sluice.router.http.h2.fields;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Authority;
import io.sluice.router.http.ContentLength;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.FieldText;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.RequestTarget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request head of the fields of a block (RFC 9113 §8.3.1): pseudo fields become its method, path and host, cookie crumbs
 * one field (§8.2.3). What HTTP/1.1 would read as something else is malformed. Confined to its event loop; used for one block
 * after another.
 */
public final class RequestFields extends FieldRules {
    private static final byte[] METHOD = Ascii.bytes(":method");
    private static final byte[] SCHEME = Ascii.bytes(":scheme");
    private static final byte[] AUTHORITY = Ascii.bytes(":authority");
    private static final byte[] PATH = Ascii.bytes(":path");
    private static final byte[] TRAILERS = Ascii.bytes("trailers");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    private static final byte[] CONNECT = Ascii.bytes("CONNECT");
    private static final byte[] TRACE = Ascii.bytes("TRACE");
    private static final byte[] OPTIONS = Ascii.bytes("OPTIONS");

    private @Nullable RequestHead head;
    private boolean methodSeen;
    private boolean schemeSeen;
    private boolean authoritySeen;
    private int pathStart;
    private int pathEnd;
    private int hostLine;
    private long contentLength;
    private int cookies;
    private boolean expectationFailed;

    public void begin(RequestHead target) {
        begin();
        head = target;
        methodSeen = false;
        schemeSeen = false;
        authoritySeen = false;
        pathStart = -1;
        hostLine = -1;
        contentLength = -1;
        cookies = 0;
        expectationFailed = false;
    }

    private RequestHead head() {
        RequestHead current = head;
        if (current == null) {
            throw new IllegalStateException("no block has begun");
        }
        return current;
    }

    @Override
    boolean pseudo(HeaderBlock block, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        byte[] bytes = block.bytes();
        if (is(bytes, nameStart, nameEnd, METHOD)) {
            boolean first = !methodSeen;
            methodSeen = true;
            head().method(valueStart, valueEnd);
            return first && isToken(bytes, valueStart, valueEnd);
        }
        if (is(bytes, nameStart, nameEnd, PATH)) {
            boolean first = pathStart < 0;
            pathStart = valueStart;
            pathEnd = valueEnd;
            return first && valueEnd > valueStart;
        }
        if (is(bytes, nameStart, nameEnd, SCHEME)) {
            boolean first = !schemeSeen;
            schemeSeen = true;
            head().scheme(valueStart, valueEnd);
            return first && valueEnd > valueStart;
        }
        boolean first = is(bytes, nameStart, nameEnd, AUTHORITY) && !authoritySeen;
        authoritySeen = true;
        if (first) {
            // As a line of its own, so that HTTP/1.1 finds it where it stands.
            block.truncate(nameStart, block.count());
            block.add(FieldName.HOST, bytes, valueStart, valueEnd);
            hostLine = block.count() - 1;
        }
        return first;
    }

    private static boolean is(byte[] bytes, int start, int end, byte[] name) {
        return Arrays.equals(bytes, start, end, name, 0, name.length);
    }

    private static boolean isToken(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!FieldText.isToken(bytes[i])) {
                return false;
            }
        }
        return end > start;
    }

    @Override
    boolean regular(HeaderBlock block, int i) {
        byte[] bytes = block.bytes();
        int start = block.valueStart(i);
        int end = block.valueEnd(i);
        switch (block.field(i)) {
            case HOST -> {
                // It counts only where there is no :authority (istio-recorded.md §13).
                if (authoritySeen) {
                    block.remove(i);
                } else {
                    boolean first = hostLine < 0;
                    hostLine = i;
                    return first;
                }
            }
            case CONTENT_LENGTH -> {
                boolean first = contentLength < 0;
                contentLength = ContentLength.of(bytes, start, end);
                return first && contentLength >= 0;
            }
            case TE -> {
                return Ascii.equalsIgnoreCase(bytes, start, end, TRAILERS);
            }
            case EXPECT -> {
                boolean known = Ascii.equalsIgnoreCase(bytes, start, end, CONTINUE);
                head().expectsContinue(known);
                expectationFailed |= !known;
            }
            case COOKIE -> cookies++;
            case HTTP2_SETTINGS -> block.remove(i);
            default -> {}
        }
        return true;
    }

    /**
     * The block is whole.
     *
     * @param last there is no body
     * @return null if the request is in order, or malformed; else the answer it is to get
     */
    @Nullable
    public Failure end(boolean last) {
        RequestHead request = head();
        HeaderBlock fields = request.fields();
        request.http2(true);
        if (malformed() || !isComplete(request, last)) {
            malform();
            return null;
        }
        boolean lengthKnown = contentLength >= 0;
        request.framing(
                last ? Framing.NONE : lengthKnown ? Framing.LENGTH : Framing.CHUNKED, Math.max(0, contentLength));
        if (cookies > 1) {
            joinCookies(fields);
        }
        return expectationFailed ? Failure.EXPECTATION_FAILED : target(request, fields.bytes());
    }

    private boolean isComplete(RequestHead request, boolean last) {
        if (!methodSeen || hostLine < 0 || (last && contentLength > 0)) {
            return false;
        }
        HeaderBlock fields = request.fields();
        int start = fields.valueStart(hostLine);
        int end = fields.valueEnd(hostLine);
        request.host(hostLine, start, end);
        if (start == end || !Authority.isValid(fields.bytes(), start, end)) {
            return false;
        }
        if (request.methodIs(CONNECT)) {
            return pathStart < 0 && !schemeSeen;
        }
        return schemeSeen
                && pathStart >= 0
                && RequestTarget.read(request, fields.bytes(), pathStart, pathEnd) == pathEnd
                && (fields.bytes()[pathStart] == '/' || isStar(request, fields.bytes()));
    }

    private boolean isStar(RequestHead request, byte[] bytes) {
        return pathEnd == pathStart + 1 && bytes[pathStart] == '*' && request.methodIs(OPTIONS);
    }

    /** {@code *} and CONNECT name nothing that is routed; TRACE would tell a client what it may not know. */
    private @Nullable Failure target(RequestHead request, byte[] bytes) {
        if (request.methodIs(TRACE)) {
            return Failure.METHOD_NOT_ALLOWED;
        }
        return request.methodIs(CONNECT) || isStar(request, bytes) ? Failure.NO_ROUTE : null;
    }

    private static void joinCookies(HeaderBlock fields) {
        int first = fields.first(FieldName.COOKIE);
        int before = fields.count();
        fields.startLine(FieldName.COOKIE);
        for (int i = first; i >= 0 && i < before; i = fields.next(FieldName.COOKIE, i)) {
            if (i != first) {
                fields.append(';');
                fields.append(' ');
            }
            fields.append(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
            fields.remove(i);
        }
        fields.endLine();
    }
}
