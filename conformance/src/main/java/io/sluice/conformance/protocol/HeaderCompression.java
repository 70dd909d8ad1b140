package io.sluice.conformance.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.observation.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * HPACK, RFC 7541. What we send is always a literal without indexing, so that a case's headers go out in its order and spelling, valid or
 * not; what we receive may use all of it, and is decoded by Netty without validation. One per connection.
 */
final class HeaderCompression {
    private static final int LARGEST_LIST = 1 << 20;

    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, false, LARGEST_LIST);

    static byte[] encode(List<Header> headers) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (Header header : headers) {
            block.write(0);
            text(block, header.name());
            text(block, header.value());
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        integer(block, bytes.length);
        block.writeBytes(bytes);
    }

    /** With a prefix of seven bits, RFC 7541 §5.1. */
    private static void integer(ByteArrayOutputStream block, int value) {
        if (value < 127) {
            block.write(value);
            return;
        }
        block.write(127);
        int rest = value - 127;
        while (rest >= 128) {
            block.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        block.write(rest);
    }

    Headers decode(int stream, byte[] block) throws Http2Mistake {
        ByteBuf buffer = Unpooled.wrappedBuffer(block);
        try {
            Http2Headers decoded = decoder.decodeHeaders(stream, buffer);
            List<Header> headers = new ArrayList<>();
            decoded.forEach(entry -> headers.add(new Header(text(entry.getKey()), text(entry.getValue()))));
            return new Headers(headers);
        } catch (Http2Exception broken) {
            throw new Http2Mistake(String.valueOf(broken.getMessage()));
        } finally {
            buffer.release();
        }
    }

    private static String text(CharSequence decoded) {
        return new String(AsciiString.of(decoded).toByteArray(), StandardCharsets.UTF_8);
    }
}
