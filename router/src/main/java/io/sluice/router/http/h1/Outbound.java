package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.Spellings;
import io.sluice.router.loop.GatheredWriter;
import io.sluice.router.loop.WriteBuffers;

/**
 * Puts heads and bodies on the wire in as few writes as possible: small pieces are gathered in one buffer, large ones go by
 * reference. Framing fields are written here and nowhere else. Confined to its event loop.
 */
final class Outbound {
    private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\n");
    private static final byte[] CHUNKED = Ascii.bytes("transfer-encoding: chunked\r\n");
    private static final byte[] EMPTY = Ascii.bytes("content-length: 0\r\n");
    private static final byte[] GET = Ascii.bytes("GET");
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final byte[] DELETE = Ascii.bytes("DELETE");
    private static final byte[] CLOSE = Ascii.bytes("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("connection: keep-alive\r\n");
    private static final byte[] WEBSOCKET = Ascii.bytes("connection: upgrade\r\nupgrade: websocket\r\n");
    private static final byte[] CRLF = Ascii.bytes("\r\n");
    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n\r\n");
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    /** Room for the fields that are added here, and for a small body behind the head. */
    private static final int SLACK_BYTES = 128;

    /** What a head says of its connection. */
    enum ConnectionField {
        NONE,
        CLOSE,
        KEEP_ALIVE,
        WEBSOCKET
    }

    private final GatheredWriter writer;
    private Framing framing = Framing.NONE;

    Outbound(ChannelHandlerContext context, WriteBuffers buffers) {
        writer = new GatheredWriter(context, buffers);
    }

    void request(RequestHead head) {
        HeaderBlock fields = head.fields();
        byte[] prefix = head.pathPrefix();
        int startLine = fields.length() + (prefix == null ? 0 : prefix.length);
        byte[] out = writer.scratch(startLine + fields.writtenAtMost() + SLACK_BYTES);
        byte[] bytes = fields.bytes();
        int at = copy(bytes, head.methodStart(), head.methodEnd(), out, 0);
        out[at++] = ' ';
        if (prefix != null) {
            at = copy(prefix, 0, prefix.length, out, at);
        }
        at = copy(bytes, head.pathStart(), head.pathEnd(), out, at);
        at = copy(bytes, head.queryStart(), head.queryEnd(), out, at);
        int lines = copy(VERSION, 0, VERSION.length, out, at);
        at = fields.write(out, lines);
        if (head.framing() == Framing.NONE && !bodyless(head)) {
            at = copy(EMPTY, 0, EMPTY.length, out, at);
        }
        ConnectionField connection = head.upgrade() == null ? ConnectionField.NONE : ConnectionField.WEBSOCKET;
        at = head(head.framing(), connection, out, at);
        send(fields, out, lines, at);
    }

    void response(byte[] statusLine, HeaderBlock fields, Framing framing, ConnectionField connection) {
        byte[] out = writer.scratch(statusLine.length + fields.writtenAtMost() + SLACK_BYTES);
        int lines = copy(statusLine, 0, statusLine.length, out, 0);
        int at = head(framing, connection, out, fields.write(out, lines));
        send(fields, out, lines, at);
    }

    /** Methods whose requests have no body unless they say so; others say that they have none (RFC 9110 §8.6). */
    private static boolean bodyless(RequestHead head) {
        return head.methodIs(GET) || head.methodIs(HEAD) || head.methodIs(DELETE);
    }

    private int head(Framing framing, ConnectionField connection, byte[] out, int position) {
        this.framing = framing;
        int at = position;
        if (framing == Framing.CHUNKED) {
            at = copy(CHUNKED, 0, CHUNKED.length, out, at);
        }
        byte[] line = switch (connection) {
            case NONE -> CRLF;
            case CLOSE -> CLOSE;
            case KEEP_ALIVE -> KEEP_ALIVE;
            case WEBSOCKET -> WEBSOCKET;
        };
        at = copy(line, 0, line.length, out, at);
        if (connection != ConnectionField.NONE) {
            at = copy(CRLF, 0, CRLF.length, out, at);
        }
        return at;
    }

    private void send(HeaderBlock fields, byte[] out, int lines, int end) {
        Spellings spellings = fields.spellings();
        if (spellings != null) {
            spellings.respell(out, lines, end);
        }
        writer.gather(end).writeBytes(out, 0, end);
    }

    private static int copy(byte[] from, int start, int end, byte[] to, int at) {
        System.arraycopy(from, start, to, at, end - start);
        return at + end - start;
    }

    /** Takes ownership of {@code data}. */
    void data(ByteBuf data, boolean last) {
        int bytes = data.readableBytes();
        boolean chunked = framing == Framing.CHUNKED;
        if (bytes == 0) {
            data.release();
        } else {
            if (chunked) {
                chunkSize(bytes);
            }
            writer.piece(data);
            if (chunked) {
                writer.gather(CRLF.length).writeBytes(CRLF);
            }
        }
        if (last) {
            end();
        }
    }

    /** The message is complete: says so where its framing needs a word for it. */
    void end() {
        if (framing == Framing.CHUNKED) {
            writer.gather(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
        }
    }

    private void chunkSize(int bytes) {
        ByteBuf out = writer.gather(10);
        int shift = 28;
        while (shift > 0 && (bytes >>> shift) == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            out.writeByte(HEX[(bytes >>> shift) & 0xf]);
        }
        out.writeBytes(CRLF);
    }

    void flush() {
        writer.flush();
    }

    /** Whether all that would be flushed now is given to the network in one call: it is taken from its start, or not at all. */
    boolean flushesInOneWrite() {
        return writer.flushesInOneWrite();
    }

    /** Flushes; the future tells when all of it is written. */
    ChannelFuture flushAll() {
        return writer.flushAll();
    }

    /** What was flushed and is not written yet. */
    long unwrittenBytes() {
        return writer.unwrittenBytes();
    }

    /** Drops what was gathered. */
    void discard() {
        writer.discard();
    }
}
