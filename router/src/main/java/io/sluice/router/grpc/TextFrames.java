package io.sluice.router.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * Messages of an answer as text: the base64 of each is padded by itself, as Envoy does, so that a client can take one without
 * waiting for the next. What does not begin as a message does is dropped, with all that follows: nobody could tell where it
 * ends. Confined to its event loop.
 */
final class TextFrames {
    private static final int PREFIX = 5;

    private final Base64Encoder encoder = new Base64Encoder();

    /** Bytes of the prefix that have come: a flag, then four of length. */
    private int prefix;

    /** Bytes of the message to come, once its prefix is there. */
    private long left;

    private boolean lost;

    /** Takes ownership of {@code data}, and passes that of what is returned. */
    ByteBuf encode(ByteBuf data) {
        int bytes = data.readableBytes();
        // It grows where padding between small messages asks for more.
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(Base64Encoder.mostCharacters(bytes));
        while (data.isReadable() && !lost) {
            if (prefix < PREFIX) {
                readPrefix(data, out);
            } else {
                int taken = (int) Math.min(left, data.readableBytes());
                encoder.encode(data, taken, out);
                left -= taken;
            }
            if (prefix == PREFIX && left == 0) {
                end(out);
            }
        }
        data.release();
        return out;
    }

    private void readPrefix(ByteBuf data, ByteBuf out) {
        int next = data.getByte(data.readerIndex()) & 0xff;
        if (prefix == 0) {
            // Compressed or not; other flags are not known (gRPC's PROTOCOL-HTTP2.md, Length-Prefixed-Message).
            lost = next > 1;
            left = 0;
        } else {
            left = (left << 8) | next;
        }
        if (!lost) {
            prefix++;
            encoder.encode(data, 1, out);
        }
    }

    /** The frame that ends the answer. Takes ownership of it, and passes that of what is returned. */
    ByteBuf last(ByteBuf frame) {
        int bytes = frame.readableBytes();
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(Base64Encoder.mostCharacters(bytes));
        end(out);
        encoder.encode(frame, bytes, out);
        encoder.end(out);
        frame.release();
        return out;
    }

    /** The message, whole or cut short, ends here. */
    void end(ByteBuf out) {
        encoder.end(out);
        prefix = 0;
    }
}
