package io.sluice.router.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.router.http.HeaderBlock;

/** Trailers as the last frame of a body (PROTOCOL-WEB.md): flag, length, then a line {@code name:value} for each. */
final class WebTrailers {
    private static final int FLAG = 0x80;

    private WebTrailers() {}

    /** Passes ownership of what is returned. */
    static ByteBuf frame(HeaderBlock trailers) {
        ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(5 + trailers.length());
        frame.writeByte(FLAG).writeInt(0);
        byte[] bytes = trailers.bytes();
        for (int i = 0; i < trailers.count(); i++) {
            if (!trailers.removed(i)) {
                frame.writeBytes(bytes, trailers.nameStart(i), trailers.nameEnd(i) - trailers.nameStart(i))
                        .writeByte(':')
                        .writeBytes(bytes, trailers.valueStart(i), trailers.valueEnd(i) - trailers.valueStart(i))
                        .writeByte('\r')
                        .writeByte('\n');
            }
        }
        return frame.setInt(1, frame.readableBytes() - 5);
    }
}
