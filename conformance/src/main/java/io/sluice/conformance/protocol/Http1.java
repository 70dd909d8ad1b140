package io.sluice.conformance.protocol;

import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.protocol.ConnectionLost.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Messages of HTTP/1.1. */
public final class Http1 {
    public static final String END_OF_HEAD = "\r\n\r\n";
    private static final byte[] NOTHING = new byte[0];

    /** A head as it stood on the wire. */
    public record Head(String startLine, Headers headers) {}

    /** What follows a head. */
    public record Content(Framing framing, Bytes body, Headers trailers) {}

    private Http1() {}

    /** @param text without the empty line at its end */
    public static Head head(String text) {
        String[] lines = text.split("\r\n", -1);
        return new Head(lines[0], headers(Arrays.asList(lines).subList(1, lines.length)));
    }

    private static Headers headers(List<String> lines) {
        List<Header> headers = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            headers.add(new Header(colon < 0 ? line : line.substring(0, colon), value));
        }
        return new Headers(headers);
    }

    public static Framing framing(Headers headers, Framing otherwise) {
        boolean chunked = headers.last("transfer-encoding")
                .map(codings -> codings.toLowerCase(Locale.ROOT).contains("chunked"))
                .orElse(false);
        if (chunked) {
            return Framing.CHUNKED;
        }
        return headers.has("content-length") ? Framing.CONTENT_LENGTH : otherwise;
    }

    /** @throws ConnectionLost with the part of the body that had come */
    public static Content content(Wire wire, Headers headers, Framing framing) throws IOException {
        return switch (framing) {
            case CHUNKED -> chunked(wire);
            case CONTENT_LENGTH -> new Content(framing, Bytes.of(wire.exactly(length(headers))), Headers.NONE);
            case UNTIL_CLOSE -> new Content(framing, Bytes.of(wire.toEnd()), Headers.NONE);
            case NONE, H2 -> new Content(framing, Bytes.NONE, Headers.NONE);
        };
    }

    private static int length(Headers headers) throws IOException {
        try {
            return Integer.parseInt(headers.last("content-length").orElseThrow());
        } catch (NumberFormatException broken) {
            throw new ConnectionLost(Ending.RESET, NOTHING);
        }
    }

    private static Content chunked(Wire wire) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            while (true) {
                int size = Integer.parseInt(wire.until("\r\n").split(";", 2)[0].trim(), 16);
                if (size == 0) {
                    return new Content(Framing.CHUNKED, Bytes.of(body.toByteArray()), trailers(wire));
                }
                body.writeBytes(wire.exactly(size));
                wire.until("\r\n");
            }
        } catch (ConnectionLost lost) {
            body.writeBytes(lost.partial());
            throw new ConnectionLost(lost.ending(), body.toByteArray());
        } catch (NumberFormatException broken) {
            throw new ConnectionLost(Ending.RESET, body.toByteArray());
        }
    }

    private static Headers trailers(Wire wire) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = wire.until("\r\n"); !line.isEmpty(); line = wire.until("\r\n")) {
            lines.add(line);
        }
        return headers(lines);
    }

    /** Start line and headers with the empty line; nothing is added. */
    public static byte[] head(String startLine, List<Header> headers) {
        StringBuilder head = new StringBuilder(startLine).append("\r\n");
        headers.forEach(line ->
                head.append(line.name()).append(": ").append(line.value()).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A body in chunks of this size, with its end and trailers. */
    public static byte[] chunks(byte[] body, List<Header> trailers, int size) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        for (byte[] piece : pieces(body, size)) {
            coded.writeBytes((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            coded.writeBytes(piece);
            coded.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        coded.writeBytes(head("0", trailers));
        return coded.toByteArray();
    }

    /** Consecutive parts of this size; the last may be shorter. */
    public static List<byte[]> pieces(byte[] content, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < content.length; at += size) {
            pieces.add(Arrays.copyOfRange(content, at, Math.min(at + size, content.length)));
        }
        return pieces;
    }
}
