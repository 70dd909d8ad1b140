package io.sluice.router.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records arrive whole, however they are cut on their way, and nothing of what was read is held for a part's sake. */
class WholeRecordsTest {
    private static final int HEADER = 5;

    private final List<ByteBuf> received = new ArrayList<>();

    private static byte[] record(int type, int length) {
        byte[] record = new byte[HEADER + length];
        new Random(length).nextBytes(record);
        record[0] = (byte) type;
        record[1] = 3;
        record[2] = 3;
        record[3] = (byte) (length >> 8);
        record[4] = (byte) length;
        return record;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A handshake, an alert, data, an empty record, and a large one behind them. */
    private static byte[] stream() {
        return joined(record(22, 90), record(21, 2), record(23, 300), record(23, 0), record(20, 1), record(23, 700));
    }

    private void write(EmbeddedChannel channel, byte[] bytes, int from, int to) {
        ByteBuf read = Unpooled.directBuffer(Math.max(1, to - from)).writeBytes(bytes, from, to - from);
        channel.writeInbound(read);
        for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            received.add(piece);
        }
    }

    /** Every piece ends where a record does; together they are what was sent. */
    private void assertWhole(byte[] sent) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf piece : received) {
            byte[] bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes);
            assertThat(piece.release()).as("held by nobody else").isTrue();
            int at = 0;
            while (at < bytes.length) {
                at += HEADER + (((bytes[at + 3] & 0xff) << 8) | (bytes[at + 4] & 0xff));
            }
            assertThat(at).isEqualTo(bytes.length);
            all.writeBytes(bytes);
        }
        received.clear();
        assertThat(all.toByteArray()).isEqualTo(sent);
    }

    @Test
    void atEverySplitInTwo() {
        byte[] stream = stream();
        for (int at = 0; at <= stream.length; at++) {
            EmbeddedChannel channel = new EmbeddedChannel(new WholeRecords());
            write(channel, stream, 0, at);
            write(channel, stream, at, stream.length);
            assertWhole(stream);
            assertThat(channel.finishAndReleaseAll()).isFalse();
        }
    }

    @Test
    void atEverySplitInThree() {
        byte[] stream = joined(record(22, 12), record(23, 0), record(23, 40));
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                EmbeddedChannel channel = new EmbeddedChannel(new WholeRecords());
                write(channel, stream, 0, first);
                write(channel, stream, first, second);
                write(channel, stream, second, stream.length);
                assertWhole(stream);
                assertThat(channel.finishAndReleaseAll()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 64, 255, 256, 257})
    void inPiecesOfOneSize(int size) {
        byte[] stream = joined(stream(), record(23, (1 << 14) + 2048));
        EmbeddedChannel channel = new EmbeddedChannel(new WholeRecords());
        for (int at = 0; at < stream.length; at += size) {
            write(channel, stream, at, Math.min(stream.length, at + size));
        }
        assertWhole(stream);
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void whatWasReadIsLetGoWhileAPartWaitsAndThePartWithTheConnection() {
        byte[] record = record(23, 1000);
        for (int at = 1; at < record.length; at++) {
            EmbeddedChannel channel = new EmbeddedChannel(new WholeRecords());
            ByteBuf read = Unpooled.directBuffer(64 * 1024).writeBytes(record, 0, at);
            channel.writeInbound(read);
            assertThat(read.refCnt()).as("read buffer").isZero();
            assertThat(channel.<ByteBuf>readInbound()).isNull();
            assertThat(channel.finishAndReleaseAll()).isFalse(); // leak detection would tell of the part
        }
    }

    /** Whoever reads it tells the peer; it is not waited for, not even if more of it is announced than is ever taken. */
    @Test
    void whatIsNoRecordPassesAtOnce() {
        for (byte[] begun : List.of(new byte[0], record(23, 10), Arrays.copyOf(record(23, 10), 9))) {
            for (byte[] strange : List.of(
                    "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    new byte[] {23, 3, 3, (byte) 0xff, (byte) 0xff, 1},
                    new byte[] {23, 2, 0, 0, 1, 1},
                    new byte[] {19, 3, 3, 0, 1, 1})) {
                boolean cut = begun.length == 9;
                byte[] stream = joined(begun, cut ? Arrays.copyOfRange(record(23, 10), 9, 15) : new byte[0], strange);
                EmbeddedChannel channel = new EmbeddedChannel(new WholeRecords());
                write(channel, stream, 0, begun.length);
                write(channel, stream, begun.length, stream.length);
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (ByteBuf piece : received) {
                    byte[] bytes = new byte[piece.readableBytes()];
                    piece.readBytes(bytes);
                    piece.release();
                    all.writeBytes(bytes);
                }
                received.clear();
                assertThat(all.toByteArray()).isEqualTo(stream);
                assertThat(channel.finishAndReleaseAll()).isFalse();
            }
        }
    }
}
