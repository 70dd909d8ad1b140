package io.sluice.router.http.h1;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Authority;
import io.sluice.router.http.ContentLength;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a recognised request head means: where its body ends, which host it names, whether the connection stays, and which
 * fields were meant for this connection alone and go no further (RFC 9112 §3.2, §6; RFC 9110 §7.6.1). Confined to its event
 * loop.
 */
final class RequestRules {
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] WEBSOCKET = Ascii.bytes("websocket");
    private static final byte[] H2C = Ascii.bytes("h2c");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    private static final byte[] TRAILERS = Ascii.bytes("trailers");
    private static final byte[] CONNECT = Ascii.bytes("CONNECT");
    private static final byte[] OPTIONS = Ascii.bytes("OPTIONS");
    private static final byte[] TRACE = Ascii.bytes("TRACE");
    private static final byte[] HTTP = Ascii.bytes("http://");
    private static final byte[] HTTPS = Ascii.bytes("https://");

    private final boolean http10;
    private boolean secure;
    private boolean keepAlive;

    /** @param http10 whether HTTP/1.0 is accepted; else it is 426 */
    RequestRules(boolean http10) {
        this.http10 = http10;
    }

    /** Whether what comes next comes over TLS. */
    void secure(boolean secure) {
        this.secure = secure;
    }

    /** Whether, after {@link #apply}, the client wants the connection to stay. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** Sets framing, host, upgrade and expectation of the head, and removes hop-by-hop fields; null = the request is in order. */
    @Nullable
    Failure apply(RequestHead head) {
        keepAlive = head.minorVersion() == 1;
        head.framing(Framing.NONE, 0);
        Failure failure = fields(head);
        if (failure == null && head.minorVersion() == 0 && !http10) {
            return Failure.UPGRADE_REQUIRED;
        }
        if (failure == null) {
            failure = host(head);
        }
        return failure == null ? target(head) : failure;
    }

    private @Nullable Failure fields(RequestHead head) {
        HeaderBlock fields = head.fields();
        boolean upgradeNamed = false;
        int upgradeLine = -1;
        for (int i = 0; i < fields.count(); i++) {
            Failure failure = null;
            switch (fields.field(i)) {
                case HOST -> failure = hostLine(head, i);
                case CONTENT_LENGTH -> failure = contentLength(head, i);
                case TRANSFER_ENCODING -> failure = transferEncoding(head, i);
                case CONNECTION -> upgradeNamed |= connection(fields, i);
                case UPGRADE -> upgradeLine = i;
                case EXPECT -> failure = expect(head, i);
                case TE -> te(fields, i);
                case KEEP_ALIVE, PROXY_CONNECTION, HTTP2_SETTINGS -> fields.remove(i);
                default -> {}
            }
            if (failure != null) {
                return failure;
            }
        }
        return upgradeLine < 0 ? null : upgrade(head, upgradeLine, upgradeNamed);
    }

    private static @Nullable Failure hostLine(RequestHead head, int i) {
        if (head.hostLine() >= 0) {
            return Failure.MALFORMED_REQUEST;
        }
        HeaderBlock fields = head.fields();
        head.host(i, fields.valueStart(i), fields.valueEnd(i));
        return null;
    }

    private static @Nullable Failure contentLength(RequestHead head, int i) {
        HeaderBlock fields = head.fields();
        long length = ContentLength.of(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
        if (length < 0 || head.framing() != Framing.NONE) {
            return Failure.MALFORMED_REQUEST;
        }
        head.framing(Framing.LENGTH, length);
        return null;
    }

    private static @Nullable Failure transferEncoding(RequestHead head, int i) {
        HeaderBlock fields = head.fields();
        if (head.framing() != Framing.NONE || head.minorVersion() == 0) {
            return Failure.MALFORMED_REQUEST;
        }
        head.framing(Framing.CHUNKED, 0);
        fields.remove(i);
        return switch (TransferCoding.of(fields.bytes(), fields.valueStart(i), fields.valueEnd(i))) {
            case CHUNKED -> null;
            // Two words on where the message ends are worse than one that we do not know, in whatever order they stand.
            case UNKNOWN ->
                fields.has(FieldName.CONTENT_LENGTH) ? Failure.MALFORMED_REQUEST : Failure.UNKNOWN_TRANSFER_CODING;
            case MALFORMED -> Failure.MALFORMED_REQUEST;
        };
    }

    /** Removes the line and the fields it names; true if it names {@code upgrade}. */
    private boolean connection(HeaderBlock fields, int i) {
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(i);
        int end = fields.valueEnd(i);
        fields.remove(i);
        if (Ascii.equalsIgnoreCase(bytes, start, end, KEEP_ALIVE)) {
            keepAlive = true;
            return false;
        }
        if (Ascii.listHas(bytes, start, end, CLOSE)) {
            keepAlive = false;
        } else if (Ascii.listHas(bytes, start, end, KEEP_ALIVE)) {
            keepAlive = true;
        }
        NominatedFields.remove(fields, start, end);
        return Ascii.listHas(bytes, start, end, UPGRADE);
    }

    private static @Nullable Failure expect(RequestHead head, int i) {
        HeaderBlock fields = head.fields();
        boolean known = Ascii.equalsIgnoreCase(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), CONTINUE);
        head.expectsContinue(known);
        return known ? null : Failure.EXPECTATION_FAILED;
    }

    /** Of {@code te}, {@code trailers} alone goes on. */
    private static void te(HeaderBlock fields, int i) {
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(i);
        int end = fields.valueEnd(i);
        if (!Ascii.equalsIgnoreCase(bytes, start, end, TRAILERS)) {
            fields.remove(i);
            if (Ascii.listHas(bytes, start, end, TRAILERS)) {
                fields.add(fields.field(i), TRAILERS);
            }
        }
    }

    /** A WebSocket passes; an offer of h2c, or one that {@code connection} does not name, is removed; others are refused. */
    private static @Nullable Failure upgrade(RequestHead head, int line, boolean named) {
        HeaderBlock fields = head.fields();
        fields.remove(line);
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(line);
        int end = fields.valueEnd(line);
        if (!named || Ascii.equalsIgnoreCase(bytes, start, end, H2C)) {
            return null;
        }
        if (!Ascii.equalsIgnoreCase(bytes, start, end, WEBSOCKET)) {
            return Failure.UPGRADE_REFUSED;
        }
        head.upgrade("websocket");
        return null;
    }

    private static @Nullable Failure host(RequestHead head) {
        if (head.hostLine() < 0) {
            return Failure.BAD_HOST;
        }
        return Authority.isValid(head.bytes(), head.hostStart(), head.hostEnd()) ? null : Failure.MALFORMED_REQUEST;
    }

    /** Origin form passes; absolute form becomes it; {@code *} and CONNECT name nothing that is routed (RFC 9112 §3.2). */
    private @Nullable Failure target(RequestHead head) {
        byte[] bytes = head.bytes();
        int start = head.pathStart();
        if (head.methodIs(CONNECT)) {
            boolean authority = Authority.isHostAndPort(bytes, start, head.queryEnd());
            return authority ? Failure.NO_ROUTE : Failure.MALFORMED_REQUEST;
        }
        if (head.methodIs(TRACE)) {
            return Failure.METHOD_NOT_ALLOWED;
        }
        if (start < head.pathEnd() && bytes[start] == '/') {
            return null;
        }
        if (head.queryEnd() == start + 1 && bytes[start] == '*' && head.methodIs(OPTIONS)) {
            return Failure.NO_ROUTE;
        }
        return absoluteForm(head, bytes, start);
    }

    private @Nullable Failure absoluteForm(RequestHead head, byte[] bytes, int start) {
        boolean https = Ascii.startsWithIgnoreCase(bytes, start, head.pathEnd(), HTTPS);
        if (https && !secure) {
            return Failure.HTTPS_ON_PLAINTEXT;
        }
        if (!https && !Ascii.startsWithIgnoreCase(bytes, start, head.pathEnd(), HTTP)) {
            return Failure.MALFORMED_REQUEST;
        }
        int authority = start + (https ? HTTPS : HTTP).length;
        int authorityEnd = authority;
        while (authorityEnd < head.pathEnd() && bytes[authorityEnd] != '/') {
            authorityEnd++;
        }
        if (authorityEnd == authority || !Authority.isValid(bytes, authority, authorityEnd)) {
            return Failure.MALFORMED_REQUEST;
        }
        replaceHost(head, Arrays.copyOfRange(bytes, authority, authorityEnd));
        if (authorityEnd == head.pathEnd()) {
            // Envoy knows no path that is a query alone, and so no route for it (http1/odd-requests).
            if (head.queryStart() < head.queryEnd()) {
                return Failure.NO_ROUTE;
            }
            emptyPath(head);
        } else {
            head.path(authorityEnd, head.pathEnd(), head.plainPath());
        }
        return null;
    }

    /** The target's authority replaces the {@code Host} field (RFC 9112 §3.2.2). */
    private static void replaceHost(RequestHead head, byte[] authority) {
        HeaderBlock fields = head.fields();
        int old = head.hostLine();
        fields.remove(old);
        fields.add(fields.field(old), authority);
        int line = fields.count() - 1;
        head.host(line, fields.valueStart(line), fields.valueEnd(line));
    }

    private static void emptyPath(RequestHead head) {
        HeaderBlock fields = head.fields();
        int at = fields.length();
        fields.append('/');
        head.path(at, at + 1, true);
    }
}
