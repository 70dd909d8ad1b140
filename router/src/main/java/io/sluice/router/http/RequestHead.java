package io.sluice.router.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request. Method, path, query and host are ranges of the block's array. Confined to its event loop; reused.
 *
 * <p>Written by the connection that received it; the router changes fields, path and authority before it is sent on.
 */
public final class RequestHead implements Head {
    /** Scheme of what arrives in plaintext; shared, never written to. */
    public static final byte[] HTTP = Ascii.bytes("http");

    /** Scheme of what arrives over TLS, here or at a proxy that is believed; shared, never written to. */
    public static final byte[] HTTPS = Ascii.bytes("https");

    private final HeaderBlock fields = new HeaderBlock();
    private byte[] scheme = HTTP;
    private int methodStart;
    private int methodEnd;
    private int schemeStart;
    private int schemeEnd;
    private int pathStart;
    private int pathEnd;
    private int queryStart;
    private int queryEnd;
    private boolean plainPath;
    private int hostLine = -1;
    private int hostStart;
    private int hostEnd;
    private Framing framing = Framing.NONE;
    private long contentLength;
    private boolean http2;
    private int minorVersion = 1;
    private boolean expectsContinue;
    private @Nullable String upgrade;
    private byte @Nullable [] pathPrefix;

    @Override
    public HeaderBlock fields() {
        return fields;
    }

    /** Makes it ready for the next request. */
    public void clear() {
        fields.clear();
        schemeStart = 0;
        schemeEnd = 0;
        http2 = false;
        minorVersion = 1;
        scheme = HTTP;
        hostLine = -1;
        hostStart = 0;
        hostEnd = 0;
        framing = Framing.NONE;
        contentLength = 0;
        expectsContinue = false;
        upgrade = null;
        pathPrefix = null;
    }

    /** Becomes a copy of {@code other}, as it would be sent now. */
    public void copy(RequestHead other) {
        fields.copy(other.fields);
        scheme = other.scheme;
        methodStart = other.methodStart;
        methodEnd = other.methodEnd;
        schemeStart = other.schemeStart;
        schemeEnd = other.schemeEnd;
        pathStart = other.pathStart;
        pathEnd = other.pathEnd;
        queryStart = other.queryStart;
        queryEnd = other.queryEnd;
        plainPath = other.plainPath;
        hostLine = other.hostLine;
        hostStart = other.hostStart;
        hostEnd = other.hostEnd;
        framing = other.framing;
        contentLength = other.contentLength;
        http2 = other.http2;
        minorVersion = other.minorVersion;
        expectsContinue = other.expectsContinue;
        upgrade = other.upgrade;
        pathPrefix = other.pathPrefix;
    }

    /** The array that all ranges are of; valid until something is appended to the block. */
    public byte[] bytes() {
        return fields.bytes();
    }

    public void method(int start, int end) {
        methodStart = start;
        methodEnd = end;
    }

    public int methodStart() {
        return methodStart;
    }

    public int methodEnd() {
        return methodEnd;
    }

    public boolean methodIs(byte[] method) {
        return Arrays.equals(method, 0, method.length, bytes(), methodStart, methodEnd);
    }

    /** As an HTTP/2 client said it, which need not be what it came over; HTTP/1.1 says none. */
    public void scheme(int start, int end) {
        schemeStart = start;
        schemeEnd = end;
    }

    public int schemeStart() {
        return schemeStart;
    }

    /** Equal to the start if the client said none: then it is {@link #scheme()}. */
    public int schemeEnd() {
        return schemeEnd;
    }

    /** @param plain the path is its own normal form: nothing to decode, no dot segments, no backslash, no fragment */
    public void path(int start, int end, boolean plain) {
        pathStart = start;
        pathEnd = end;
        plainPath = plain;
        pathPrefix = null;
    }

    /** Without the part that {@link #replacePrefix} has replaced. */
    public int pathStart() {
        return pathStart;
    }

    public int pathEnd() {
        return pathEnd;
    }

    public boolean plainPath() {
        return plainPath;
    }

    /** Replaces the first {@code matched} bytes of the path. {@code replacement} is shared: never written to. */
    public void replacePrefix(int matched, byte[] replacement) {
        pathStart += matched;
        pathPrefix = replacement;
    }

    /** What stands before {@link #pathStart} once a prefix has been replaced; null = nothing. */
    public byte @Nullable [] pathPrefix() {
        return pathPrefix;
    }

    /** The query with its {@code ?}; an empty range if there is none. */
    public void query(int start, int end) {
        queryStart = start;
        queryEnd = end;
    }

    public int queryStart() {
        return queryStart;
    }

    public int queryEnd() {
        return queryEnd;
    }

    /** Appends path and query, as they would be sent now, to the value that {@code target} is at. */
    public void appendTarget(HeaderBlock target) {
        byte[] prefix = pathPrefix;
        if (prefix != null) {
            target.append(prefix);
        }
        target.append(fields.bytes(), pathStart, pathEnd);
        target.append(fields.bytes(), queryStart, queryEnd);
    }

    /** {@link #HTTP} or {@link #HTTPS}. Shared: never written to. */
    public byte[] scheme() {
        return scheme;
    }

    @SuppressWarnings("ReferenceEquality") // one of two arrays
    public boolean isHttps() {
        return scheme == HTTPS;
    }

    public void scheme(byte[] scheme) {
        this.scheme = scheme;
    }

    /** The authority, port included; its line in the block is kept in step by who changes it. */
    public void host(int line, int start, int end) {
        hostLine = line;
        hostStart = start;
        hostEnd = end;
    }

    /** −1 if there is no such line. */
    public int hostLine() {
        return hostLine;
    }

    public int hostStart() {
        return hostStart;
    }

    public int hostEnd() {
        return hostEnd;
    }

    public void framing(Framing framing, long contentLength) {
        this.framing = framing;
        this.contentLength = contentLength;
    }

    public Framing framing() {
        return framing;
    }

    /** Bytes of the body under {@link Framing#LENGTH}. */
    public long contentLength() {
        return contentLength;
    }

    public void http2(boolean spoken) {
        http2 = spoken;
    }

    /** Whether the client speaks HTTP/2. */
    public boolean http2() {
        return http2;
    }

    public void minorVersion(int minor) {
        minorVersion = minor;
    }

    /** 1 for HTTP/1.1, 0 for HTTP/1.0. */
    public int minorVersion() {
        return minorVersion;
    }

    public void expectsContinue(boolean expects) {
        expectsContinue = expects;
    }

    /** Whether the client waits for {@code 100 Continue} before it sends the body. */
    public boolean expectsContinue() {
        return expectsContinue;
    }

    public void upgrade(@Nullable String protocol) {
        upgrade = protocol;
    }

    /** The protocol, lower case, that the client asks to change to; null = none. */
    public @Nullable String upgrade() {
        return upgrade;
    }
}
