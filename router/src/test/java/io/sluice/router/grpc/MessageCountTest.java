package io.sluice.router.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Messages are counted however their bytes are cut. */
class MessageCountTest {
    @Property
    void isThatOfTheLengths(
            @ForAll @Size(max = 8) List<@IntRange(max = 300) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 40) int cut) {
        ByteBuf body = Unpooled.buffer();
        for (int length : lengths) {
            body.writeByte(0).writeInt(length).writeZero(length);
        }
        MessageCount count = new MessageCount();
        while (body.isReadable()) {
            ByteBuf piece = body.readSlice(Math.min(cut, body.readableBytes()));
            count.pass(piece);
            assertThat(piece.readerIndex()).isZero();
        }
        assertThat(count.messages()).isEqualTo(lengths.size());
        count.clear();
        assertThat(count.messages()).isZero();
    }
}
