package io.sluice.router.authz;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A call of {@code envoy.service.auth.v3.Authorization/Check}: all that is known of a request. */
final class GrpcQuestion {
    private static final byte[] POST = Ascii.bytes("POST");
    private static final byte[] METHOD = Ascii.bytes("/envoy.service.auth.v3.Authorization/Check");
    private static final byte[] GRPC = Ascii.bytes("application/grpc");
    private static final byte[] TE = Ascii.bytes("te");
    private static final byte[] TRAILERS = Ascii.bytes("trailers");

    private GrpcQuestion() {}

    static RequestHead head(CompiledAuthorizer authorizer) {
        RequestHead head = new RequestHead();
        HeaderBlock fields = head.fields();
        fields.append(POST);
        head.method(0, fields.length());
        int path = fields.length();
        fields.append(METHOD);
        head.path(path, fields.length(), true);
        head.query(fields.length(), fields.length());
        fields.add(FieldName.HOST, authorizer.authority());
        head.host(0, fields.valueStart(0), fields.valueEnd(0));
        fields.add(FieldName.CONTENT_TYPE, GRPC);
        fields.add(TE, TRAILERS);
        head.http2(true);
        head.framing(Framing.CHUNKED, 0);
        return head;
    }

    /** The message behind its prefix: not compressed, and its length. */
    static byte[] body(Asked asked, boolean rawBody) {
        Proto request = new Proto().message(1, time()).message(2, http(asked, rawBody));
        byte[] message = new Proto()
                .message(
                        1,
                        new Proto()
                                .message(1, peer(asked.peer(), asked.peerPort()))
                                .message(2, peer(asked.local(), asked.localPort()))
                                .message(4, request))
                .toBytes();
        byte[] framed = new byte[message.length + 5];
        framed[1] = (byte) (message.length >>> 24);
        framed[2] = (byte) (message.length >>> 16);
        framed[3] = (byte) (message.length >>> 8);
        framed[4] = (byte) message.length;
        System.arraycopy(message, 0, framed, 5, message.length);
        return framed;
    }

    private static Proto time() {
        long now = System.currentTimeMillis();
        return new Proto().number(1, now / 1000).number(2, now % 1000 * 1_000_000);
    }

    private static Proto peer(byte[] address, int port) {
        Proto socket = new Proto().text(2, text(address, 0, address.length)).number(3, port);
        return new Proto().message(1, new Proto().message(1, socket));
    }

    private static Proto http(Asked asked, boolean rawBody) {
        RequestHead head = asked.head();
        byte[] bytes = head.bytes();
        String method = text(bytes, head.methodStart(), head.methodEnd());
        String path = text(bytes, head.pathStart(), head.pathEnd()) + text(bytes, head.queryStart(), head.queryEnd());
        String host = text(bytes, head.hostStart(), head.hostEnd());
        String scheme = text(head.scheme(), 0, head.scheme().length);
        Map<String, String> headers = headers(head.fields());
        headers.put(":method", method);
        headers.put(":path", path);
        headers.put(":authority", host);
        headers.put(":scheme", scheme);
        Proto http =
                new Proto().text(1, headers.getOrDefault("x-request-id", "")).text(2, method);
        headers.forEach(
                (name, value) -> http.message(3, new Proto().text(1, name).text(2, value)));
        http.text(4, path).text(5, host).text(6, scheme).number(9, size(head)).text(10, protocol(head));
        if (asked.body().length > 0) {
            http.bytes(rawBody ? 12 : 11, asked.body());
        }
        return http;
    }

    /** Repeated lines are joined. */
    private static Map<String, String> headers(HeaderBlock fields) {
        Map<String, String> headers = new TreeMap<>();
        for (int line = 0; line < fields.count(); line++) {
            if (!fields.removed(line) && fields.field(line) != FieldName.HOST) {
                headers.merge(
                        fields.name(line),
                        text(fields.bytes(), fields.valueStart(line), fields.valueEnd(line)),
                        (first, more) -> first + "," + more);
            }
        }
        return headers;
    }

    /** −1 = not known. */
    private static long size(RequestHead head) {
        return switch (head.framing()) {
            case NONE -> 0;
            case LENGTH -> head.contentLength();
            default -> -1;
        };
    }

    private static String protocol(RequestHead head) {
        return head.http2() ? "HTTP/2" : "HTTP/1." + head.minorVersion();
    }

    /** What is no UTF-8 is replaced: a text of protocol buffers may hold nothing else. */
    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
