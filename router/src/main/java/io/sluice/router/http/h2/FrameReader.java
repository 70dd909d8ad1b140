package io.sluice.router.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.router.loop.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames out of received bytes, in whatever pieces these come. DATA goes on by reference as it arrives; the payload of any
 * other frame is told when it is whole, and only one that arrives in pieces is kept by its connection. Confined to its event
 * loop.
 */
final class FrameReader {
    private static final int UNKNOWN_PADDING = -1;

    /** Who is told. */
    interface Taker {
        /** A frame begins; its payload follows unless this ended the connection. */
        void onFrame(int type, int flags, int stream, int length);

        /** A payload that is whole. Borrows the array. */
        void onPayload(int type, int flags, int stream, byte[] payload, int length);

        /**
         * A piece of a DATA frame's payload, without its padding. Passes ownership.
         *
         * @param frameEnd whether the frame ends with it
         */
        void onData(int flags, int stream, ByteBuf piece, boolean frameEnd);

        /** A frame is not what its header said: this ends the connection. */
        void onMalformed(ErrorCode error);

        /** Whether more is to be read: not once the connection has failed. */
        boolean reads();
    }

    private final Taker taker;
    private final WriteBuffers buffers;

    private final byte[] header = new byte[Frame.HEADER_BYTES];
    private int headerBytes;
    private int type;
    private int flags;
    private int stream;
    private int length;

    /** Of the payload: what has not come yet, and of DATA what is padding; what is kept of one that came in pieces. */
    private int left;

    private int padding;
    private byte @Nullable [] kept;

    /** @param buffers whose scratch array holds payloads while they are told */
    FrameReader(Taker taker, WriteBuffers buffers) {
        this.taker = taker;
        this.buffers = buffers;
    }

    /** Whether a frame of fields has begun and is not whole. */
    boolean awaitsFields() {
        return headerBytes == Frame.HEADER_BYTES && (type == Frame.HEADERS || type == Frame.CONTINUATION);
    }

    /** Reads on. Takes ownership of {@code in}. */
    void read(ByteBuf in) {
        while (in.isReadable() && taker.reads()) {
            if (headerBytes < Frame.HEADER_BYTES) {
                readHeader(in);
            } else if (type == Frame.DATA) {
                readData(in);
            } else {
                readPayload(in);
            }
        }
        in.release();
    }

    private void readHeader(ByteBuf in) {
        int bytes = Math.min(in.readableBytes(), Frame.HEADER_BYTES - headerBytes);
        in.readBytes(header, headerBytes, bytes);
        headerBytes += bytes;
        if (headerBytes < Frame.HEADER_BYTES) {
            return;
        }
        length = Frame.int32(header, 0) >>> Byte.SIZE;
        type = header[3] & 0xff;
        flags = header[4] & 0xff;
        stream = Frame.int31(header, 5);
        left = length;
        padding = type == Frame.DATA && (flags & Frame.PADDED) != 0 ? UNKNOWN_PADDING : 0;
        taker.onFrame(type, flags, stream, length);
        if (left == 0 && taker.reads()) {
            empty();
        }
    }

    private void empty() {
        headerBytes = 0;
        if (type == Frame.DATA) {
            taker.onData(flags, stream, Unpooled.EMPTY_BUFFER, true);
        } else {
            taker.onPayload(type, flags, stream, buffers.scratch(0), 0);
        }
    }

    private void readData(ByteBuf in) {
        if (padding == UNKNOWN_PADDING) {
            padding = in.readUnsignedByte();
            left--;
            if (padding > left) {
                taker.onMalformed(ErrorCode.PROTOCOL_ERROR);
            } else if (padding == left) {
                endOfData(in, Unpooled.EMPTY_BUFFER);
            }
            return;
        }
        int data = left - padding;
        if (data <= 0) {
            skip(in);
            return;
        }
        int bytes = Math.min(data, in.readableBytes());
        ByteBuf piece = in.readRetainedSlice(bytes);
        left -= bytes;
        if (bytes == data) {
            endOfData(in, piece);
        } else {
            taker.onData(flags, stream, piece, false);
        }
    }

    /** What follows is padding: the frame is told to have ended, and its rest skipped. */
    private void endOfData(ByteBuf in, ByteBuf piece) {
        if (left == 0) {
            headerBytes = 0;
        }
        taker.onData(flags, stream, piece, true);
        if (left > 0) {
            skip(in);
        }
    }

    private void skip(ByteBuf in) {
        int bytes = Math.min(left, in.readableBytes());
        in.skipBytes(bytes);
        left -= bytes;
        if (left == 0) {
            headerBytes = 0;
        }
    }

    private void readPayload(ByteBuf in) {
        if (type > Frame.CONTINUATION) {
            skip(in);
            return;
        }
        byte[] whole = kept;
        if (whole == null && in.readableBytes() >= length) {
            byte[] scratch = buffers.scratch(length);
            in.readBytes(scratch, 0, length);
            tell(scratch);
            return;
        }
        if (whole == null) {
            whole = new byte[length];
            kept = whole;
        }
        int bytes = Math.min(left, in.readableBytes());
        in.readBytes(whole, length - left, bytes);
        left -= bytes;
        if (left == 0) {
            kept = null;
            tell(whole);
        }
    }

    private void tell(byte[] payload) {
        left = 0;
        headerBytes = 0;
        taker.onPayload(type, flags, stream, payload, length);
    }
}
