package io.sluice.router;

import com.sun.net.httpserver.HttpServer;
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

/** A collector that takes OTLP over HTTP, as protobuf (opentelemetry-proto: trace/v1/trace.proto), and remembers the spans. */
final class SpanReceiver implements AutoCloseable {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    final BlockingQueue<Span> spans = new LinkedBlockingQueue<>();
    final BlockingQueue<String> keys = new LinkedBlockingQueue<>();
    private final HttpServer server;

    /** @param times of begin and end, nanoseconds since 1970 */
    record Span(
            String trace,
            String id,
            String parent,
            String name,
            Map<String, String> attributes,
            Map<Integer, Long> times) {}

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    static SpanReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SpanReceiver receiver = new SpanReceiver(server);
        server.createContext("/v1/traces", asked -> {
            try (asked) {
                receiver.keys.add(String.valueOf(asked.getRequestHeaders().getFirst("api-key")));
                receiver.request(ByteBuffer.wrap(asked.getRequestBody().readAllBytes()));
                asked.getResponseHeaders().set("content-type", "application/x-protobuf");
                asked.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        return receiver;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
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
    public void close() {
        server.stop(0);
    }
}
