package io.sluice.router.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.router.loop.WriteBuffers;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Frames in any pieces are the frames that were sent. */
class FrameReaderTest {

    /** A frame; of DATA, {@code padding} bytes behind the payload, or none at all if negative. */
    @SuppressWarnings("ArrayRecordComponent") // nobody writes to it
    record Sent(int type, int flags, int stream, byte[] payload, int padding) {
        void write(ByteBuf out) {
            boolean padded = type == Frame.DATA && padding >= 0;
            int length = payload.length + (padded ? padding + 1 : 0);
            out.writeMedium(length).writeByte(type).writeByte(flags()).writeInt(stream);
            if (padded) {
                out.writeByte(padding);
            }
            out.writeBytes(payload);
            if (padded) {
                out.writeZero(padding);
            }
        }

        @Override
        public int flags() {
            boolean padded = type == Frame.DATA && padding >= 0;
            return type == Frame.DATA ? (flags & ~Frame.PADDED) | (padded ? Frame.PADDED : 0) : flags;
        }

        String asRead() {
            // Payloads of types that nobody knows are passed over.
            String shown = type > Frame.CONTINUATION ? "" : HexFormat.of().formatHex(payload);
            return type + " " + flags() + " " + stream + " " + shown;
        }
    }

    private static final class Reader implements FrameReader.Taker {
        final List<String> frames = new ArrayList<>();
        private final StringBuilder data = new StringBuilder();

        @Override
        public void onFrame(int type, int flags, int stream, int length) {
            data.setLength(0);
            if (type > Frame.CONTINUATION && length > 0) {
                frames.add(type + " " + flags + " " + stream + " ");
            }
        }

        @Override
        public void onPayload(int type, int flags, int stream, byte[] payload, int length) {
            frames.add(type + " " + flags + " " + stream + " " + HexFormat.of().formatHex(payload, 0, length));
        }

        @Override
        public void onData(int flags, int stream, ByteBuf piece, boolean frameEnd) {
            while (piece.isReadable()) {
                data.append(HexFormat.of().toHexDigits(piece.readByte()));
            }
            piece.release();
            if (frameEnd) {
                frames.add(Frame.DATA + " " + flags + " " + stream + " " + data);
            }
        }

        @Override
        public void onMalformed(ErrorCode error) {
            frames.add(error.toString());
        }

        @Override
        public boolean reads() {
            return true;
        }
    }

    @Property(tries = 300)
    void inAnyPieces(
            @ForAll("frames") List<Sent> frames,
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 40) Integer> pieces) {
        ByteBuf all = Unpooled.buffer();
        frames.forEach(frame -> frame.write(all));
        Reader seen = new Reader();
        FrameReader reader = new FrameReader(seen, new WriteBuffers());
        for (int piece : pieces) {
            if (all.isReadable()) {
                reader.read(all.readBytes(Math.min(piece, all.readableBytes())));
            }
        }
        reader.read(all);
        assertThat(seen.frames).isEqualTo(frames.stream().map(Sent::asRead).toList());
    }

    @Provide
    Arbitrary<List<Sent>> frames() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(0, 255),
                        Arbitraries.integers().between(0, Integer.MAX_VALUE),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(60),
                        Arbitraries.integers().between(-1, 20))
                .as(Sent::new)
                .list()
                .ofMaxSize(12);
    }
}
