package io.sluice.router.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes as they may arrive. */
final class Pieces {
    private Pieces() {}

    /** Cut at these lengths; the rest, which may be empty, is the last piece. */
    static List<ByteBuf> of(byte[] bytes, List<Integer> lengths) {
        List<ByteBuf> pieces = new ArrayList<>();
        int at = 0;
        for (int length : lengths) {
            int end = Math.min(bytes.length, at + length);
            pieces.add(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, at, end)));
            at = end;
        }
        pieces.add(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, at, bytes.length)));
        return pieces;
    }

    static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        buffer.release();
        return bytes;
    }
}
