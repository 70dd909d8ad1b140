package io.sluice.router.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Answers as text: each message is base64 by itself, whatever the pieces it comes in. */
class TextFramesTest {
    private static byte[] frame(int flag, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flag)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String encoded(ByteBuf body, List<Integer> lengths, HeaderBlock trailers) {
        TextFrames frames = new TextFrames();
        StringBuilder text = new StringBuilder();
        for (ByteBuf piece : Pieces.of(Pieces.bytes(body), lengths)) {
            text.append(new String(Pieces.bytes(frames.encode(piece)), StandardCharsets.US_ASCII));
        }
        return text.append(
                        new String(Pieces.bytes(frames.last(WebTrailers.frame(trailers))), StandardCharsets.US_ASCII))
                .toString();
    }

    private static HeaderBlock trailers() {
        HeaderBlock trailers = new HeaderBlock();
        trailers.add(Ascii.bytes("grpc-status"), Ascii.bytes("0"));
        trailers.add(Ascii.bytes("x-removed"), Ascii.bytes("1"));
        trailers.remove(1);
        trailers.add(Ascii.bytes("grpc-message"), Ascii.bytes("ok"));
        return trailers;
    }

    private static final String LAST =
            base64(frame(0x80, "grpc-status:0\r\ngrpc-message:ok\r\n".getBytes(StandardCharsets.US_ASCII)));

    @Property
    void eachMessageIsPaddedByItself(
            @ForAll("messages") List<byte[]> messages, @ForAll("lengths") List<Integer> lengths) {
        ByteBuf body = Unpooled.buffer();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < messages.size(); i++) {
            byte[] frame = frame(i % 2, messages.get(i));
            body.writeBytes(frame);
            expected.append(base64(frame));
        }
        assertThat(encoded(body, lengths, trailers())).isEqualTo(expected + LAST);
    }

    @Property(tries = 200)
    void whatIsNoMessageIsDropped(@ForAll("lengths") List<Integer> lengths) {
        byte[] message = frame(0, "a".getBytes(StandardCharsets.US_ASCII));
        ByteBuf body = Unpooled.buffer().writeBytes(message).writeBytes("answer".getBytes(StandardCharsets.US_ASCII));
        assertThat(encoded(body, lengths, trailers())).isEqualTo(base64(message) + LAST);
    }

    @Test
    void aMessageCutShortDoesNotSpoilTheTrailers() {
        ByteBuf body = Unpooled.buffer().writeBytes(frame(0, new byte[8]), 0, 7);
        assertThat(encoded(body, List.of(), trailers())).endsWith("=" + LAST);
    }

    @Provide
    Arbitrary<List<byte[]>> messages() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(12).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Integer>> lengths() {
        return Arbitraries.integers().between(0, 9).list().ofMaxSize(30);
    }
}
