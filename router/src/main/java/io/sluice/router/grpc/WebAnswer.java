package io.sluice.router.grpc;

import io.netty.buffer.ByteBuf;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a gRPC-Web client: what is sent on it as gRPC, or as plain HTTP, leaves as gRPC-Web. Trailers become the last
 * frame of the body. An answer that is not gRPC, our own among them, keeps its status and becomes a head alone, with its body
 * as {@code grpc-message}; it waits here for that. Confined to its event loop.
 */
public final class WebAnswer implements HttpStream<ResponseHead> {
    private static final byte[] WEB = Ascii.bytes("application/grpc-web");
    private static final byte[] WEB_PROTO = Ascii.bytes("application/grpc-web+proto");
    private static final byte[] TEXT_PROTO = Ascii.bytes("application/grpc-web-text+proto");

    private final HttpStream<ResponseHead> stream;
    private final @Nullable TextFrames text;

    /** Of an answer that is not gRPC, until its body is there. Borrowed: it lives until its stream has ended. */
    private @Nullable ResponseHead held;

    private @Nullable PlainBody body;

    public WebAnswer(WebCall call, HttpStream<ResponseHead> stream) {
        this.stream = stream;
        text = call.wantsText() ? new TextFrames() : null;
    }

    @Override
    public void sendHead(ResponseHead head, boolean last) {
        if (head.interim() || head.status() == 101) {
            stream.sendHead(head, last);
            return;
        }
        HeaderBlock fields = head.fields();
        boolean grpc = isGrpc(head, last);
        fields.remove(FieldName.CONTENT_LENGTH);
        fields.remove(FieldName.CONTENT_TYPE);
        fields.add(FieldName.CONTENT_TYPE, text == null ? WEB_PROTO : TEXT_PROTO);
        if (last) {
            head.framing(Framing.NONE, 0);
        } else if (head.framing() == Framing.LENGTH) {
            head.framing(Framing.CHUNKED, 0);
        }
        if (last || grpc) {
            stream.sendHead(head, last);
        } else {
            held = head;
            body = new PlainBody();
        }
    }

    /** As an endpoint would answer that speaks gRPC, or gRPC-Web itself; a head alone says so by its {@code grpc-status}. */
    private static boolean isGrpc(ResponseHead head, boolean last) {
        HeaderBlock fields = head.fields();
        if (last) {
            return fields.has(FieldName.GRPC_STATUS);
        }
        return head.status() == 200 && (GrpcReply.isGrpc(fields) || isWeb(fields));
    }

    private static boolean isWeb(HeaderBlock fields) {
        int line = fields.first(FieldName.CONTENT_TYPE);
        if (line < 0) {
            return false;
        }
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(line);
        int end = start;
        while (end < fields.valueEnd(line) && bytes[end] != ';') {
            end++;
        }
        end = Ascii.trimBlanks(bytes, start, end);
        return Ascii.equalsIgnoreCase(bytes, start, end, WEB) || Ascii.equalsIgnoreCase(bytes, start, end, WEB_PROTO);
    }

    @Override
    public void sendData(ByteBuf data, boolean last) {
        if (held != null) {
            hold(data);
            if (last) {
                tell();
            }
            return;
        }
        TextFrames frames = text;
        if (frames == null) {
            stream.sendData(data, last);
            return;
        }
        ByteBuf encoded = frames.encode(data);
        if (last) {
            frames.end(encoded);
        }
        stream.sendData(encoded, last);
    }

    private void hold(ByteBuf data) {
        if (body != null) {
            body.take(data);
        }
        data.release();
    }

    @Override
    public void sendTrailers(HeaderBlock trailers) {
        if (held != null) {
            tell();
            return;
        }
        ByteBuf frame = WebTrailers.frame(trailers);
        stream.sendData(text == null ? frame : text.last(frame), true);
    }

    /** All of a body that is no gRPC has come: its head can say what it was. */
    private void tell() {
        ResponseHead head = held;
        PlainBody message = body;
        held = null;
        body = null;
        if (head == null || message == null) {
            return;
        }
        HeaderBlock fields = head.fields();
        fields.remove(FieldName.GRPC_MESSAGE);
        fields.remove(FieldName.GRPC_STATUS);
        GrpcReply.writeMessage(fields, message.bytes(), message.length());
        fields.add(FieldName.GRPC_STATUS, GrpcReply.statusOf(head.status()));
        fields.add(FieldName.CONTENT_LENGTH, 0);
        head.framing(Framing.LENGTH, 0);
        stream.sendHead(head, true);
    }

    @Override
    public void flush() {
        stream.flush();
    }

    @Override
    public boolean writable() {
        return stream.writable();
    }

    @Override
    public void read(boolean wanted) {
        stream.read(wanted);
    }

    @Override
    public void retire() {
        stream.retire();
    }

    @Override
    public void reset(Failure why) {
        stream.reset(why);
    }
}
