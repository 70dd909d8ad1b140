package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Request heads as model callers send them: curl, Python's requests, a Go client, a browser behind a gateway. Many different
 * ones, so that no branch predictor learns them by heart; always the same many, so that runs compare.
 */
final class RequestHeads {
    /** A power of two: benchmarks rotate with a mask. */
    static final int COUNT = 256;

    private static final List<String> CLIENTS = List.of("""
        user-agent: curl/8.5.0
        accept: */*
        """, """
        User-Agent: python-requests/2.32.3
        Accept-Encoding: gzip, deflate
        Accept: */*
        Connection: keep-alive
        """, """
        User-Agent: Go-http-client/1.1
        Accept-Encoding: gzip
        """, """
        user-agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
        accept: application/json
        accept-language: en-GB,en;q=0.7,de;q=0.3
        accept-encoding: gzip, deflate, br, zstd
        x-forwarded-for: 10.12.0.7
        x-forwarded-proto: https
        origin: https://console.example.org
        referer: https://console.example.org/models/iris
        dnt: 1
        sec-fetch-mode: cors
        """);

    private RequestHeads() {}

    /** {@value #COUNT} heads, each complete, without bodies, in direct buffers that nobody may release. */
    static ByteBuf[] direct() {
        Random random = new Random(42);
        return IntStream.range(0, COUNT)
                .mapToObj(i -> head(i, random).getBytes(StandardCharsets.US_ASCII))
                .map(bytes -> Unpooled.unreleasableBuffer(
                        Unpooled.directBuffer(bytes.length).writeBytes(bytes)))
                .toArray(ByteBuf[]::new);
    }

    private static String head(int i, Random random) {
        String model = "model-" + "x".repeat(random.nextInt(20)) + i;
        String authorization = random.nextBoolean() ? "Authorization: Bearer " + token(random) + "\n" : "";
        String head = """
            POST /seldon/ns-%d/%s/api/v1.0/predictions HTTP/1.1
            Host: %s.ns.svc.cluster.local:8000
            %sContent-Type: application/json
            Content-Length: 0
            %s
            """.formatted(
                        random.nextInt(50), model, model, CLIENTS.get(random.nextInt(CLIENTS.size())), authorization);
        return head.replace("\n", "\r\n");
    }

    private static String token(Random random) {
        return random.ints(200 + random.nextInt(400), 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
