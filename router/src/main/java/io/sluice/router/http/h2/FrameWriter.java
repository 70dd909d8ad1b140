package io.sluice.router.http.h2;

import io.netty.buffer.ByteBuf;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.h2.hpack.HpackEncoder;
import io.sluice.router.loop.GatheredWriter;

/**
 * Puts frames on the wire. Heads are compressed here, in the order in which they are written. Confined to its connection's event
 * loop.
 */
final class FrameWriter {
    private static final byte[] METHOD = Ascii.bytes(":method");
    private static final byte[] SCHEME = Ascii.bytes(":scheme");
    private static final byte[] AUTHORITY = Ascii.bytes(":authority");
    private static final byte[] PATH = Ascii.bytes(":path");

    /** Pseudo fields, and a change of the table's size. */
    private static final int PSEUDO_SLACK_BYTES = 128;

    private final GatheredWriter writer;
    private final HpackEncoder encoder;
    private final Settings peer;
    private byte[] path = new byte[256];

    FrameWriter(GatheredWriter writer, HpackEncoder encoder, Settings peer) {
        this.writer = writer;
        this.encoder = encoder;
        this.peer = peer;
    }

    HpackEncoder encoder() {
        return encoder;
    }

    private ByteBuf frame(int type, int flags, int stream, int payloadBytes) {
        return frame(type, flags, stream, payloadBytes, payloadBytes);
    }

    /** A frame's header, and room for so much of its payload. */
    private ByteBuf frame(int type, int flags, int stream, int payloadBytes, int roomBytes) {
        return writer.gather(Frame.HEADER_BYTES + roomBytes)
                .writeMedium(payloadBytes)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream);
    }

    // --- control ---

    void bytes(byte[] bytes) {
        writer.gather(bytes.length).writeBytes(bytes);
    }

    /** Names and values, in turn. */
    void settings(int... pairs) {
        ByteBuf out = frame(Frame.SETTINGS, 0, 0, pairs.length / 2 * Frame.SETTING_BYTES);
        for (int i = 0; i < pairs.length; i += 2) {
            out.writeShort(pairs[i]).writeInt(pairs[i + 1]);
        }
    }

    void settingsAck() {
        frame(Frame.SETTINGS, Frame.ACK, 0, 0);
    }

    void pingAck(byte[] payload) {
        frame(Frame.PING, Frame.ACK, 0, Frame.PING_BYTES).writeBytes(payload, 0, Frame.PING_BYTES);
    }

    void ping(long data) {
        frame(Frame.PING, 0, 0, Frame.PING_BYTES).writeLong(data);
    }

    void goAway(int lastStream, ErrorCode code) {
        frame(Frame.GOAWAY, 0, 0, Frame.GOAWAY_BYTES).writeInt(lastStream).writeInt(code.code());
    }

    void reset(int stream, ErrorCode code) {
        frame(Frame.RST_STREAM, 0, stream, Integer.BYTES).writeInt(code.code());
    }

    void windowUpdate(int stream, int bytes) {
        frame(Frame.WINDOW_UPDATE, 0, stream, Integer.BYTES).writeInt(bytes);
    }

    // --- bodies ---

    /** Takes ownership of {@code data}, which the windows admit; large pieces go by reference. */
    void data(int stream, ByteBuf data, boolean last) {
        int most = peer.maxFrameBytes();
        while (data.readableBytes() > most) {
            frame(Frame.DATA, 0, stream, most, 0);
            writer.piece(data.readRetainedSlice(most));
        }
        frame(Frame.DATA, last ? Frame.END_STREAM : 0, stream, data.readableBytes(), 0);
        writer.piece(data);
    }

    // --- heads ---

    void request(int stream, RequestHead head, boolean last) {
        HeaderBlock fields = head.fields();
        byte[] prefix = head.pathPrefix();
        int pathBytes = (prefix == null ? 0 : prefix.length)
                + head.pathEnd()
                - head.pathStart()
                + head.queryEnd()
                - head.queryStart();
        byte[] out = begin(fields, pathBytes);
        byte[] bytes = fields.bytes();
        encoder.field(METHOD, 0, METHOD.length, bytes, head.methodStart(), head.methodEnd(), false);
        if (head.schemeEnd() > head.schemeStart()) {
            encoder.field(SCHEME, 0, SCHEME.length, bytes, head.schemeStart(), head.schemeEnd(), false);
        } else {
            encoder.field(SCHEME, head.scheme());
        }
        encoder.field(AUTHORITY, 0, AUTHORITY.length, bytes, head.hostStart(), head.hostEnd(), false);
        path(head, pathBytes);
        encoder.field(PATH, 0, PATH.length, path, 0, pathBytes, false);
        fields(fields);
        end(stream, out, last);
    }

    private void path(RequestHead head, int pathBytes) {
        if (path.length < pathBytes) {
            path = new byte[2 * pathBytes];
        }
        byte[] bytes = head.bytes();
        byte[] prefix = head.pathPrefix();
        int at = prefix == null ? 0 : copy(prefix, 0, prefix.length, 0);
        at = copy(bytes, head.pathStart(), head.pathEnd(), at);
        copy(bytes, head.queryStart(), head.queryEnd(), at);
    }

    private int copy(byte[] from, int start, int end, int at) {
        System.arraycopy(from, start, path, at, end - start);
        return at + end - start;
    }

    void response(int stream, ResponseHead head, boolean last) {
        byte[] out = begin(head.fields(), 0);
        encoder.status(head.status());
        fields(head.fields());
        end(stream, out, last);
    }

    void trailers(int stream, HeaderBlock trailers) {
        byte[] out = begin(trailers, 0);
        fields(trailers);
        end(stream, out, true);
    }

    private byte[] begin(HeaderBlock fields, int moreBytes) {
        int most = fields.length() + fields.count() * HpackEncoder.FIELD_SLACK_BYTES + moreBytes + PSEUDO_SLACK_BYTES;
        byte[] out = writer.scratch(2 * Frame.HEADER_BYTES + most);
        encoder.begin(out, 0);
        return out;
    }

    private void fields(HeaderBlock fields) {
        byte[] bytes = fields.bytes();
        for (int i = 0; i < fields.count(); i++) {
            if (!fields.removed(i)) {
                FieldName name = fields.field(i);
                if (!isOfOneHop(name)) {
                    boolean never = fields.neverIndexed(i) || isSecret(name);
                    encoder.field(
                            bytes,
                            fields.nameStart(i),
                            fields.nameEnd(i),
                            bytes,
                            fields.valueStart(i),
                            fields.valueEnd(i),
                            never);
                }
            }
        }
    }

    /** What HTTP/2 says in other ways, or not at all (RFC 9113 §8.2.2); {@code host} is {@code :authority}. */
    private static boolean isOfOneHop(FieldName name) {
        return switch (name) {
            case CONNECTION, HOST, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE, HTTP2_SETTINGS -> true;
            default -> false;
        };
    }

    /** Requests of many clients share a connection: what one of them keeps secret must not be guessed at by another (RFC 7541 §7.1). */
    private static boolean isSecret(FieldName name) {
        return name == FieldName.AUTHORIZATION || name == FieldName.COOKIE;
    }

    /** One HEADERS frame, or as many CONTINUATIONs behind it as it takes. */
    private void end(int stream, byte[] out, boolean last) {
        int length = encoder.end();
        int most = peer.maxFrameBytes();
        int type = Frame.HEADERS;
        int flags = last ? Frame.END_STREAM : 0;
        int at = 0;
        do {
            int bytes = Math.min(most, length - at);
            int frameFlags = at + bytes == length ? flags | Frame.END_HEADERS : flags;
            frame(type, frameFlags, stream, bytes).writeBytes(out, at, bytes);
            at += bytes;
            type = Frame.CONTINUATION;
            flags = 0;
        } while (at < length);
    }

    // --- the channel ---

    void flush() {
        writer.flush();
    }

    void discard() {
        writer.discard();
    }
}
