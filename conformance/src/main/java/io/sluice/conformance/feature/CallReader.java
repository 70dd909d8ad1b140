package io.sluice.conformance.feature;

import io.sluice.conformance.feature.Call.Sent;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.protocol.Bytes;
import io.sluice.conformance.protocol.Http1;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The request of an exchange. No header is added but {@code Host} and what frames a body. */
final class CallReader {
    private static final int PORT = 18080;
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int CHUNK_BYTES = 4096;
    private static final String HOST = "example.com";

    /** Not 127.0.0.1: Envoy replaces a peer of that address by one of its machine's. */
    private static final String CLIENT_ADDRESS = "127.0.0.2";

    private static final Set<String> WITH_LENGTH_ALWAYS = Set.of("POST", "PUT", "PATCH");

    /** All that a request may be made of; {@code pseudo} and {@code raw} stand for some of the others, which then say nothing. */
    private static final List<String> KEYS = List.of("method", "target", "host", "headers", "body", "trailers");

    private enum Protocol {
        HTTP1,
        H2C
    }

    private CallReader() {}

    static Call read(YamlMap exchange) {
        KEYS.forEach(exchange::value);
        return new Call(
                exchange.text("client_address").orElse(CLIENT_ADDRESS),
                exchange.number("port", PORT),
                exchange.number("timeout_ms", TIMEOUT_MILLIS),
                sent(exchange));
    }

    private static Sent sent(YamlMap exchange) {
        return switch (exchange.word("protocol", Protocol.HTTP1)) {
            case HTTP1 -> exchange.has("raw") ? raw(exchange) : http1(exchange);
            case H2C -> http2(exchange);
        };
    }

    private static Sent raw(YamlMap exchange) {
        String text = exchange.required("raw");
        return new Sent.Raw(Bytes.latin1(text), text.split(" ", 2)[0]);
    }

    private static Sent http1(YamlMap exchange) {
        String method = exchange.text("method").orElse("GET");
        Bytes body = body(exchange);
        List<Header> trailers = exchange.pairs("trailers");
        List<Header> headers = new ArrayList<>();
        if (exchange.has("host")) {
            exchange.text("host").ifPresent(host -> headers.add(new Header("Host", host)));
        } else {
            headers.add(new Header("Host", HOST));
        }
        headers.addAll(exchange.pairs("headers"));
        boolean expects = exchange.flag("expect_continue");
        if (expects) {
            headers.add(new Header("Expect", "100-continue"));
        }
        int chunkBytes = exchange.number("chunk_size", CHUNK_BYTES);
        if (exchange.flag("chunked")) {
            headers.add(new Header("Transfer-Encoding", "chunked"));
            body = Bytes.of(Http1.chunks(body.array(), trailers, chunkBytes));
        } else if ((!body.isEmpty() || WITH_LENGTH_ALWAYS.contains(method))
                && headers.stream().noneMatch(line -> line.is("content-length"))) {
            headers.add(new Header("Content-Length", Integer.toString(body.length())));
        }
        return new Sent.Http1(
                method,
                exchange.text("target").orElse("/"),
                headers,
                body,
                expects,
                exchange.number("pause_ms", 0),
                exchange.text("upgraded").map(Bytes::latin1).orElse(Bytes.NONE));
    }

    private static Sent http2(YamlMap exchange) {
        List<Header> headers = new ArrayList<>(exchange.pairs("pseudo"));
        if (headers.isEmpty()) {
            headers.add(new Header(":method", exchange.text("method").orElse("GET")));
            headers.add(new Header(":scheme", exchange.text("scheme").orElse("http")));
            headers.add(new Header(":authority", exchange.text("host").orElse(HOST)));
            headers.add(new Header(":path", exchange.text("target").orElse("/")));
        }
        headers.addAll(lowerCase(exchange.pairs("headers")));
        List<Bytes> parts = exchange.texts("parts").stream().map(Bytes::utf8).toList();
        return new Sent.Http2(headers, body(exchange), parts, lowerCase(exchange.pairs("trailers")));
    }

    private static List<Header> lowerCase(List<Header> headers) {
        return headers.stream()
                .map(line -> new Header(line.name().toLowerCase(Locale.ROOT), line.value()))
                .toList();
    }

    private static Bytes body(YamlMap exchange) {
        if (exchange.has("body_base64")) {
            return Bytes.of(Base64.getDecoder().decode(exchange.required("body_base64")));
        }
        if (exchange.has("body_bytes")) {
            return Bytes.repeated('b', exchange.number("body_bytes", 0));
        }
        return Bytes.utf8(exchange.text("body").orElse(""));
    }
}
