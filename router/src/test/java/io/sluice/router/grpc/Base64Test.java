package io.sluice.router.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base64 in pieces is base64 of the whole (RFC 4648 §4). */
class Base64Test {
    @Property
    void whatLeavesInPiecesIsTheWhole(@ForAll byte[] bytes, @ForAll("lengths") List<Integer> lengths) {
        Base64Encoder encoder = new Base64Encoder();
        ByteBuf out = Unpooled.buffer();
        for (ByteBuf piece : Pieces.of(bytes, lengths)) {
            encoder.encode(piece, piece.readableBytes(), out);
        }
        encoder.end(out);
        assertThat(Pieces.bytes(out)).isEqualTo(Base64.getEncoder().encode(bytes));
    }

    @Property
    void whatArrivesInPiecesIsTheWhole(@ForAll byte[] bytes, @ForAll("lengths") List<Integer> lengths) {
        assertThat(decoded(Base64.getEncoder().encode(bytes), lengths)).isEqualTo(hex(bytes));
    }

    @Property(tries = 2000)
    void whatIsNotTheBase64OfAnythingIsRefused(
            @ForAll("almostBase64") String text, @ForAll("lengths") List<Integer> lengths) {
        assertThat(decoded(text.getBytes(StandardCharsets.ISO_8859_1), lengths)).isEqualTo(reference(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"###", "####", "YQ", "YQ=", "YQ=a", "YR==", "YWJ=", "YQ==YQ==", "=QQQ", "Y===", "YQ==\n", "Y-_a"
            })
    void isReadStrictly(String text) {
        assertThat(decoded(text.getBytes(StandardCharsets.ISO_8859_1), List.of()))
                .isEqualTo("refused");
    }

    /** The JDK's reader takes more than the standard; what it reads is written the same way again, or was not base64. */
    private static String reference(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? hex(bytes) : "refused";
        } catch (IllegalArgumentException notBase64) {
            return "refused";
        }
    }

    private static String decoded(byte[] text, List<Integer> lengths) {
        Base64Decoder decoder = new Base64Decoder();
        ByteBuf out = Unpooled.buffer();
        for (ByteBuf piece : Pieces.of(text, lengths)) {
            if (!decoder.decode(piece, out)) {
                return "refused";
            }
        }
        return decoder.unfinished() == 0 ? hex(Pieces.bytes(out)) : "refused";
    }

    private static String hex(byte[] bytes) {
        return Arrays.toString(bytes);
    }

    @Provide
    Arbitrary<List<Integer>> lengths() {
        return Arbitraries.integers().between(0, 9).list().ofMaxSize(30);
    }

    @Provide
    Arbitrary<String> almostBase64() {
        return Arbitraries.strings().withChars("AZaz09+/Qg=").withChars('-').ofMaxLength(16);
    }
}
