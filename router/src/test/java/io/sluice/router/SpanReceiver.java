package io.sluice.router;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.ObjIntConsumer;

/** A collector that takes OTLP over HTTP or gRPC, as protobuf (opentelemetry-proto: trace/v1/trace.proto), and remembers the spans. */
final class SpanReceiver implements AutoCloseable {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    final BlockingQueue<Span> spans = new LinkedBlockingQueue<>();
    final BlockingQueue<String> keys = new LinkedBlockingQueue<>();

    /** Of calls of gRPC: their fields. */
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    /** Touched by the one connection's thread alone. */
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private final Closeable server;
    private URI url = URI.create("http://nobody");

    /** @param times of begin and end, nanoseconds since 1970 */
    record Span(
            String trace,
            String id,
            String parent,
            String name,
            Map<String, String> attributes,
            Map<Integer, Long> times) {}

    private SpanReceiver(Closeable server) {
        this.server = server;
    }

    static SpanReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SpanReceiver receiver = new SpanReceiver(() -> server.stop(0));
        server.createContext("/v1/traces", asked -> {
            try (asked) {
                receiver.keys.add(String.valueOf(asked.getRequestHeaders().getFirst("api-key")));
                receiver.request(ByteBuffer.wrap(asked.getRequestBody().readAllBytes()));
                asked.getResponseHeaders().set("content-type", "application/x-protobuf");
                asked.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        receiver.url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
        return receiver;
    }

    /** One that speaks gRPC, in HTTP/2 without TLS, and answers each call with this status. */
    static SpanReceiver startGrpc(int status) throws IOException {
        SpanReceiver[] receiver = new SpanReceiver[1];
        Http2Endpoint server = Http2Endpoint.start(peer -> {
            for (Http2Peer.Frame frame = peer.next(); frame != null; frame = peer.next()) {
                if (frame.type() == Http2Peer.HEADERS) {
                    receiver[0].heads.add(String.join("\n", peer.fields(frame)));
                } else if (frame.type() == Http2Peer.DATA) {
                    receiver[0].body.writeBytes(frame.payload());
                }
                if (frame.last()) {
                    receiver[0].call();
                    peer.headers(frame.stream(), false, ":status: 200", "content-type: application/grpc")
                            .data(frame.stream(), false, "\0\0\0\0\0")
                            .headers(frame.stream(), true, "grpc-status: " + status);
                }
            }
        });
        receiver[0] = new SpanReceiver(server);
        receiver[0].url = URI.create("http://127.0.0.1:" + server.port());
        return receiver[0];
    }

    /** The one message of a call, behind its prefix (not packed, length). */
    private void call() {
        ByteBuffer message = ByteBuffer.wrap(body.toByteArray());
        body.reset();
        if (message.get() != 0 || message.getInt() != message.remaining()) {
            throw new IllegalStateException("no message of gRPC");
        }
        request(message.slice());
    }

    URI url() {
        return url;
    }

    /** ExportTraceServiceRequest, ResourceSpans and ScopeSpans: the spans are in the second field of the last. */
    private void request(ByteBuffer request) {
        fields(
                request,
                (resource, field) -> fields(resource, (scope, in) -> {
                    if (in == 2) {
                        fields(scope, (span, of) -> {
                            if (of == 2) {
                                spans.add(span(span));
                            }
                        });
                    }
                }));
    }

    private static Span span(ByteBuffer span) {
        Map<Integer, String> ids = new LinkedHashMap<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<Integer, Long> times = new LinkedHashMap<>();
        fields(span, (value, field) -> {
            switch (field) {
                case 1, 2, 4 -> ids.put(field, HexFormat.of().formatHex(bytes(value)));
                case 5 -> ids.put(field, text(value));
                case 7, 8 ->
                    times.put(field, value.order(ByteOrder.LITTLE_ENDIAN).getLong());
                case 9 -> attribute(value, attributes);
                default -> {
                    // Nothing that is looked at.
                }
            }
        });
        return new Span(
                ids.getOrDefault(1, ""),
                ids.getOrDefault(2, ""),
                ids.getOrDefault(4, ""),
                ids.getOrDefault(5, ""),
                attributes,
                times);
    }

    /** KeyValue, whose AnyValue is a text. */
    private static void attribute(ByteBuffer pair, Map<String, String> attributes) {
        String[] key = new String[1];
        fields(pair, (value, field) -> {
            if (field == 1) {
                key[0] = text(value);
            } else {
                fields(value, (text, kind) -> attributes.put(key[0], text(text)));
            }
        });
    }

    private static void fields(ByteBuffer message, ObjIntConsumer<ByteBuffer> take) {
        while (message.hasRemaining()) {
            int tag = (int) varint(message);
            int length = switch (tag & 7) {
                case BYTES -> (int) varint(message);
                case FIXED64 -> 8;
                case VARINT -> {
                    varint(message);
                    yield 0;
                }
                default -> 4;
            };
            take.accept(message.slice(message.position(), length), tag >>> 3);
            message.position(message.position() + length);
        }
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        int shift = 0;
        byte b;
        do {
            b = from.get();
            value |= (long) (b & 0x7f) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
