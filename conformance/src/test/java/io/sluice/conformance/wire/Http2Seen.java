package io.sluice.conformance.wire;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a router has said to an HTTP/2 client.
 *
 * @param goAway the worst code of its GOAWAYs; null if there was none
 * @param statuses final ones, by stream
 * @param resets codes, by stream
 * @param done streams that it has ended
 */
record Http2Seen(
        @Nullable Integer goAway, Map<Integer, Integer> statuses, Map<Integer, Integer> resets, Set<Integer> done) {
    private static final int HEADER_BYTES = 9;

    /** Reads what is whole of the frames in {@code received}, where every character is one byte. */
    static Http2Seen of(String received) {
        byte[] bytes = received.getBytes(StandardCharsets.ISO_8859_1);
        Http2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
        Map<Integer, Integer> statuses = new HashMap<>();
        Map<Integer, Integer> resets = new HashMap<>();
        Set<Integer> done = new HashSet<>();
        Integer goAway = null;
        int at = 0;
        while (bytes.length - at >= HEADER_BYTES) {
            int start = at + HEADER_BYTES;
            int end = start + (number(bytes, at) >>> 8);
            if (end > bytes.length) {
                break;
            }
            int type = bytes[at + 3];
            int stream = number(bytes, at + 5);
            switch (type) {
                case 1 -> statusOf(decoder, bytes, start, end, stream, statuses);
                case 3 -> {
                    resets.put(stream, number(bytes, start));
                    done.add(stream);
                }
                case 7 -> goAway = Math.max(goAway == null ? 0 : goAway, number(bytes, start + 4));
                default -> {}
            }
            if (type <= 1 && (bytes[at + 4] & 1) != 0) {
                done.add(stream);
            }
            at = end;
        }
        return new Http2Seen(goAway, statuses, resets, done);
    }

    private static void statusOf(
            Http2HeadersDecoder decoder, byte[] bytes, int start, int end, int stream, Map<Integer, Integer> statuses) {
        try {
            CharSequence status = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(bytes, start, end - start))
                    .status();
            if (status != null && status.charAt(0) > '1') {
                statuses.putIfAbsent(stream, Integer.valueOf(status.toString()));
            }
        } catch (Http2Exception malformed) {
            throw new IllegalStateException("the router sent a header block that cannot be read", malformed);
        }
    }

    private static int number(byte[] bytes, int at) {
        return java.nio.ByteBuffer.wrap(bytes).getInt(at);
    }
}
