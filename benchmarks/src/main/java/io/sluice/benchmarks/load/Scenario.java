package io.sluice.benchmarks.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What callers and models speak, and how large the request's body is; answers are always small, as a classifier's are. */
public enum Scenario {
    SMALL("small", Protocols.HTTP1, 0),
    ONE_KILOBYTE("1k", Protocols.HTTP1, 1_000),
    SIXTEEN_KILOBYTES("16k", Protocols.HTTP1, 16_000),
    HUNDRED_KILOBYTES("100k", Protocols.HTTP1, 100_000),
    ONE_MEGABYTE("1m", Protocols.HTTP1, 1_000_000),
    CHUNKED("chunked", Protocols.HTTP1, 16_000),
    TLS("tls", Protocols.HTTP1, 0),
    HANDSHAKES("handshakes", Protocols.HTTP1, 0),
    HTTP2_TO_HTTP1("h2", Protocols.HTTP2_TO_HTTP1, 0),
    GRPC("grpc", Protocols.HTTP2, 1_000),
    GRPC_TEN_MEGABYTES("grpc-10m", Protocols.HTTP2, 10_000_000);

    private static final String NUMBER = "0.12345";
    private static final int LONGEST_UNARY = 100_000;
    private static final int CHUNK = 4_000;

    /** From callers to the proxy, and from there to models. */
    private enum Protocols {
        HTTP1,
        HTTP2_TO_HTTP1,
        HTTP2
    }

    private final String word;
    private final Protocols protocols;
    private final int bytes;

    Scenario(String word, Protocols protocols, int bytes) {
        this.word = word;
        this.protocols = protocols;
        this.bytes = bytes;
    }

    public boolean callersSpeakHttp2() {
        return protocols != Protocols.HTTP1;
    }

    public boolean modelsSpeakHttp2() {
        return protocols == Protocols.HTTP2;
    }

    /** Whether callers speak TLS; models never do here. */
    public boolean secure() {
        return this == TLS || this == HANDSHAKES;
    }

    /** Whether the open loop can play it: it speaks HTTP/1.1 in plaintext. */
    public boolean hasOpenLoop() {
        return !callersSpeakHttp2() && !secure();
    }

    /** Of the load generator, unless the command line says otherwise. */
    public int connections() {
        return callersSpeakHttp2() ? 4 : 32;
    }

    /** In which every proxy has answers to show. */
    public Duration shortestRound() {
        return Duration.ofSeconds(this == GRPC_TEN_MEGABYTES ? 4 : 1);
    }

    /** At a time on each connection. */
    public int streams() {
        return !callersSpeakHttp2() ? 1 : bytes > LONGEST_UNARY ? 4 : 32;
    }

    /** The word for it on the command line and in file names. */
    public String word() {
        return word;
    }

    /**
     * A prediction request in Seldon's v1 protocol, as long as the scenario says, give or take the frame around the numbers;
     * for models that speak HTTP/2, in the frame of a gRPC message. Each character is a byte.
     */
    public String body() {
        String json = json();
        int length = json.length();
        return modelsSpeakHttp2()
                ? "\0" + (char) (length >> 24 & 0xff) + (char) (length >> 16 & 0xff) + (char) (length >> 8 & 0xff)
                        + (char) (length & 0xff) + json
                : json;
    }

    /** Head and body as an HTTP/1.1 client sends them; each character is a byte. */
    String http1Request() {
        String body = body();
        String head = "POST " + ModelCall.PATH + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                + (this == HANDSHAKES ? "connection: close\r\n" : "");
        return this == CHUNKED
                ? head + "transfer-encoding: chunked\r\n\r\n" + chunks(body)
                : head + "content-length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String chunks(String body) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < body.length(); at += CHUNK) {
            String chunk = body.substring(at, Math.min(body.length(), at + CHUNK));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    private String json() {
        if (bytes == 0) {
            return "{\"data\":{\"names\":[\"a\",\"b\"],\"ndarray\":[[1,2]]}}";
        }
        String numbers = (NUMBER + ",").repeat(bytes / (NUMBER.length() + 1));
        return "{\"data\":{\"ndarray\":[[" + numbers + NUMBER + "]]}}";
    }

    /** Whether a body is too large for a buffer of 16 KB, and fits one of 128 KB. */
    public boolean needsLargeBuffers() {
        return protocols == Protocols.HTTP1 && bytes >= 16_000 && bytes <= LONGEST_UNARY;
    }

    /** Whether a request comes whole in one read, so that nobody can answer it before its body is there. */
    public boolean isOneRead() {
        return protocols != Protocols.HTTP2 && bytes <= 1_000;
    }

    /** @throws IllegalArgumentException naming the known words */
    public static Scenario named(String word) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenario '" + word + "' is none of "
                        + Arrays.stream(values()).map(Scenario::word).collect(Collectors.joining(", "))));
    }
}
