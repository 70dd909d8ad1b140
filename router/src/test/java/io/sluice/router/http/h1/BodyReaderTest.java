package io.sluice.router.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Framing;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Framing taken off bodies: RFC 9112 §6, §7.1. */
class BodyReaderTest {

    /** The body, then {@code end}, {@code more} or {@code malformed}, then what was left. */
    private static String read(String wire, int step) {
        BodyReader reader = new BodyReader();
        reader.start(Framing.CHUNKED, 0);
        StringBuilder body = new StringBuilder();
        ByteBuf all = Unpooled.wrappedBuffer(Ascii.bytes(wire));
        BodyReader.Step last = BodyReader.Step.MORE;
        while (all.isReadable() && (last == BodyReader.Step.MORE || last == BodyReader.Step.PIECE)) {
            ByteBuf in = all.readSlice(Math.min(step, all.readableBytes()));
            last = BodyReader.Step.PIECE;
            while (last == BodyReader.Step.PIECE) {
                last = reader.next(in);
                if (last == BodyReader.Step.PIECE) {
                    int bytes = reader.pieceLength();
                    byte[] piece = new byte[bytes];
                    in.readBytes(piece);
                    reader.took(bytes);
                    body.append(Ascii.text(piece, 0, bytes));
                }
            }
            if (last == BodyReader.Step.END) {
                return body + " end " + (in.readableBytes() + all.readableBytes());
            }
        }
        return last == BodyReader.Step.MALFORMED ? "malformed" : body + " more";
    }

    @Property(tries = 200)
    void anyChunkingInAnyPiecesIsTheBody(
            @ForAll @Size(max = 8) List<@StringLength(min = 1, max = 40) String> chunks,
            @ForAll @IntRange(min = 1, max = 64) int step) {
        StringBuilder wire = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (String chunk : chunks) {
            String ascii = chunk.replaceAll("[^ -~]", "x");
            wire.append(Integer.toHexString(ascii.length()))
                    .append(";a=\"b\"\r\n")
                    .append(ascii)
                    .append("\r\n");
            body.append(ascii);
        }
        wire.append("0\r\nTrailer: dropped\r\n\r\n");
        assertThat(read(wire + "", step)).isEqualTo(body + " end 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n",
                "\r\n\r\n",
                ";a=b\r\n\r\n",
                "10000000000000005\r\nhello\r\n0\r\n\r\n",
                "0000000000000000000000\r\n\r\n",
                "5;a=\"\r\nhello\r\n0\r\n\r\n",
                "5;\nhello\r\n0\r\n\r\n",
                "0\r\nT : x\r\n\r\n",
                "0\r\nT: x\n\r\n",
            })
    void chunksThatCouldBeReadInTwoWaysAreRefused(String wire) {
        assertThat(read(wire, 1000)).isEqualTo("malformed");
        assertThat(read(wire, 1)).isEqualTo("malformed");
    }
}
