package io.sluice.router.http.h2;

import io.netty.buffer.ByteBuf;
import io.sluice.router.http.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of a connection mean (RFC 9113 §5, §6). A fault of a stream ends the stream, a fault of the connection ends the
 * connection; frames that bring nothing are counted. Confined to its event loop.
 */
final class ConnectionFrames implements FrameReader.Taker {
    private final Connection connection;
    private final HeaderAssembly assembly;
    private boolean settingsSeen;

    /** Of the DATA frame that is being read: what has not come of its payload, and whether anything has. */
    private int dataLeft;

    private boolean dataSeen;

    ConnectionFrames(Connection connection, Limits limits) {
        this.connection = connection;
        assembly = new HeaderAssembly(limits.http2(), limits.maxHeadBytes());
    }

    /** Whether a header block has begun and is not whole. */
    boolean awaitsFields() {
        return assembly.open();
    }

    @Override
    public boolean reads() {
        return connection.isOpen();
    }

    @Override
    public void onMalformed(ErrorCode error) {
        connection.fail(error);
    }

    @Override
    public void onFrame(int type, int flags, int stream, int length) {
        ErrorCode error = FrameRules.check(type, flags, stream, length);
        boolean continues = type == Frame.CONTINUATION;
        boolean outOfOrder = assembly.open() ? !continues || stream != assembly.stream() : continues;
        boolean greetingMissing = !settingsSeen && (type != Frame.SETTINGS || (flags & Frame.ACK) != 0);
        if (error != null) {
            connection.fail(error);
        } else if (outOfOrder || greetingMissing) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
        } else if (type == Frame.DATA) {
            beginData(stream, length);
        } else if (type > Frame.CONTINUATION && connection.guard().unknown()) {
            connection.fail(ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    // --- DATA ---

    private void beginData(int id, int length) {
        dataLeft = length;
        dataSeen = false;
        Stream stream = connection.streams().get(id);
        if (!connection.receiveWindow().received(length)) {
            connection.fail(ErrorCode.FLOW_CONTROL_ERROR);
        } else if (stream == null) {
            onClosedStream(id);
        } else if (stream.inputEnded()) {
            connection.fail(id, ErrorCode.STREAM_CLOSED);
        } else if (!stream.mayReceive(length)) {
            connection.fail(id, ErrorCode.FLOW_CONTROL_ERROR);
        }
    }

    /** A frame on a stream that is not open: an error, unless the peer could not know (§5.1). */
    private void onClosedStream(int id) {
        if (connection.isIdle(id)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
        } else if (!connection.resets().has(id)) {
            connection.fail(ErrorCode.STREAM_CLOSED);
        }
    }

    @Override
    public void onData(int flags, int id, ByteBuf piece, boolean frameEnd) {
        int bytes = piece.readableBytes();
        boolean last = frameEnd && (flags & Frame.END_STREAM) != 0;
        dataLeft -= bytes;
        dataSeen |= bytes > 0;
        if (frameEnd && connection.guard().data(!dataSeen && !last)) {
            piece.release();
            connection.fail(ErrorCode.ENHANCE_YOUR_CALM);
            return;
        }
        Stream stream = connection.streams().get(id);
        if (stream == null) {
            piece.release();
            connection.renew(frameEnd ? bytes + dataLeft : bytes);
            return;
        }
        if (frameEnd) {
            stream.credit(dataLeft);
        }
        if (stream.fits(bytes, last)) {
            stream.onData(piece, last);
        } else {
            piece.release();
            connection.renew(bytes);
            connection.fail(id, ErrorCode.PROTOCOL_ERROR);
        }
    }

    // --- every other frame ---

    @Override
    public void onPayload(int type, int flags, int stream, byte[] payload, int length) {
        switch (type) {
            case Frame.HEADERS -> headers(flags, stream, payload, length);
            case Frame.CONTINUATION -> continuation(flags, payload, length);
            case Frame.PRIORITY -> priority(stream, payload);
            case Frame.RST_STREAM -> reset(stream, Frame.int32(payload, 0));
            case Frame.SETTINGS -> settings(flags, payload, length);
            case Frame.PING -> ping(flags, payload);
            case Frame.GOAWAY -> connection.onGoAway(Frame.int31(payload, 0));
            case Frame.WINDOW_UPDATE -> windowUpdate(stream, Frame.int31(payload, 0));
            default -> {}
        }
    }

    private void headers(int flags, int stream, byte[] payload, int length) {
        int start = 0;
        int end = length;
        if ((flags & Frame.PADDED) != 0) {
            end -= payload[0] & 0xff;
            start = 1;
        }
        boolean prioritized = (flags & Frame.PRIORITIZED) != 0;
        int fields = prioritized ? start + Frame.PRIORITY_BYTES : start;
        if (fields > end || (prioritized && Frame.int31(payload, start) == stream)) {
            // A stream that depends on itself (RFC 7540 §5.3.1).
            connection.fail(ErrorCode.PROTOCOL_ERROR);
        } else if ((flags & Frame.END_HEADERS) != 0) {
            connection.onHeaders(stream, (flags & Frame.END_STREAM) != 0, payload, fields, end);
        } else {
            failIf(assembly.begin(stream, flags, payload, fields, end));
        }
    }

    private void continuation(int flags, byte[] payload, int length) {
        ErrorCode error = assembly.continued(payload, length);
        if (error != null) {
            connection.fail(error);
        } else if ((flags & Frame.END_HEADERS) != 0) {
            byte[] block = assembly.block();
            int stream = assembly.stream();
            boolean last = (assembly.flags() & Frame.END_STREAM) != 0;
            int blockLength = assembly.length();
            assembly.clear();
            connection.onHeaders(stream, last, block, 0, blockLength);
        }
    }

    private void failIf(@Nullable ErrorCode error) {
        if (error != null) {
            connection.fail(error);
        }
    }

    private void priority(int stream, byte[] payload) {
        if (Frame.int31(payload, 0) == stream) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
        } else if (connection.guard().priority()) {
            connection.fail(ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    private void reset(int id, int code) {
        Stream stream = connection.streams().get(id);
        if (stream == null) {
            if (connection.isIdle(id)) {
                connection.fail(ErrorCode.PROTOCOL_ERROR);
            }
            return;
        }
        stream.onReset(stream.failure(code));
        if (connection.guard().reset()) {
            connection.fail(ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    private void settings(int flags, byte[] payload, int length) {
        if ((flags & Frame.ACK) != 0) {
            connection.onSettingsAck();
            return;
        }
        if (connection.guard().settings()) {
            connection.fail(ErrorCode.ENHANCE_YOUR_CALM);
            return;
        }
        Settings peer = connection.peer();
        int windowBefore = peer.initialWindowBytes();
        ErrorCode error = peer.apply(payload, length, !settingsSeen);
        settingsSeen = true;
        long grown = (long) peer.initialWindowBytes() - windowBefore;
        if (error == null && grown != 0) {
            for (Stream stream : connection.streams().all()) {
                error = stream.sendWindow().grow(grown) ? error : ErrorCode.FLOW_CONTROL_ERROR;
            }
        }
        if (error != null) {
            connection.fail(error);
            return;
        }
        connection.writer().encoder().peerTableBytes(peer.headerTableBytes());
        connection.writer().settingsAck();
        connection.controlSent();
        connection.onSettings();
        if (grown > 0) {
            connection.drain();
        }
    }

    private void ping(int flags, byte[] payload) {
        if ((flags & Frame.ACK) != 0) {
            connection.onPingAck();
        } else if (connection.guard().ping()) {
            connection.fail(ErrorCode.ENHANCE_YOUR_CALM);
        } else {
            connection.writer().pingAck(payload);
            connection.controlSent();
        }
    }

    private void windowUpdate(int id, int bytes) {
        if (id == 0) {
            if (bytes == 0) {
                connection.fail(ErrorCode.PROTOCOL_ERROR);
            } else if (!connection.sendWindow().grow(bytes)) {
                connection.fail(ErrorCode.FLOW_CONTROL_ERROR);
            } else if (connection.guard().windowUpdate()) {
                connection.fail(ErrorCode.ENHANCE_YOUR_CALM);
            } else {
                connection.drain();
            }
            return;
        }
        Stream stream = connection.streams().get(id);
        if (stream == null) {
            if (connection.isIdle(id)) {
                connection.fail(ErrorCode.PROTOCOL_ERROR);
            }
        } else if (bytes == 0) {
            connection.fail(id, ErrorCode.PROTOCOL_ERROR);
        } else if (!stream.sendWindow().grow(bytes)) {
            connection.fail(id, ErrorCode.FLOW_CONTROL_ERROR);
        } else if (connection.guard().windowUpdate()) {
            connection.fail(ErrorCode.ENHANCE_YOUR_CALM);
        } else {
            stream.drain();
            connection.flushLater();
        }
    }
}
