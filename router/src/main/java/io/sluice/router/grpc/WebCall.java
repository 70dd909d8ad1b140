package io.sluice.router.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request of a gRPC-Web client, made one of gRPC. Confined to its event loop.
 *
 * <p>Which kind it is stands in {@code content-type}, and which it wants back in {@code accept}: both compared as they stand,
 * as Envoy does, without parameters or letter case.
 */
public final class WebCall {
    private static final byte[] WEB = Ascii.bytes("application/grpc-web");
    private static final byte[] WEB_PROTO = Ascii.bytes("application/grpc-web+proto");
    private static final byte[] TEXT = Ascii.bytes("application/grpc-web-text");
    private static final byte[] TEXT_PROTO = Ascii.bytes("application/grpc-web-text+proto");
    private static final byte[] TRAILERS = Ascii.bytes("trailers");
    private static final byte[] ACCEPT = Ascii.bytes("accept");
    private static final byte[] ACCEPT_ENCODING = Ascii.bytes("grpc-accept-encoding");
    private static final byte[] IDENTITY = Ascii.bytes("identity");

    private final @Nullable Base64Decoder decoder;
    private final boolean wantsText;
    private Failure fault = Failure.WEB_TEXT_MALFORMED;

    private WebCall(boolean text, boolean wantsText) {
        decoder = text ? new Base64Decoder() : null;
        this.wantsText = wantsText;
    }

    /** Makes a gRPC request of the head, if it is one of gRPC-Web; null if it is not. */
    public static @Nullable WebCall of(RequestHead head) {
        HeaderBlock fields = head.fields();
        int type = fields.first(FieldName.CONTENT_TYPE);
        if (type < 0) {
            return null;
        }
        boolean text = is(fields, type, TEXT) || is(fields, type, TEXT_PROTO);
        if (!text && !is(fields, type, WEB) && !is(fields, type, WEB_PROTO)) {
            return null;
        }
        int accept = fields.next(ACCEPT, -1);
        boolean wantsText = accept >= 0
                && fields.next(ACCEPT, accept) < 0
                && (is(fields, accept, TEXT) || is(fields, accept, TEXT_PROTO));
        becomeGrpc(fields);
        if (head.framing() == Framing.LENGTH) {
            head.framing(head.contentLength() == 0 ? Framing.NONE : Framing.CHUNKED, 0);
        }
        return new WebCall(text, wantsText);
    }

    private static boolean is(HeaderBlock fields, int line, byte[] value) {
        return Arrays.equals(value, 0, value.length, fields.bytes(), fields.valueStart(line), fields.valueEnd(line));
    }

    private static void becomeGrpc(HeaderBlock fields) {
        fields.remove(FieldName.CONTENT_TYPE);
        fields.add(FieldName.CONTENT_TYPE, GrpcReply.CONTENT_TYPE);
        fields.remove(FieldName.CONTENT_LENGTH); // of the text, not of what it stands for
        fields.remove(FieldName.TE);
        fields.add(FieldName.TE, TRAILERS);
        if (fields.next(ACCEPT_ENCODING, -1) < 0) {
            fields.add(ACCEPT_ENCODING, IDENTITY);
        }
    }

    /** Whether the answer is to be base64. */
    boolean wantsText() {
        return wantsText;
    }

    /**
     * A piece of the body as gRPC has it. Takes ownership of {@code data}, and passes that of what is returned.
     *
     * @return null if it is not what was announced: {@link #fault} says how
     */
    public @Nullable ByteBuf translate(ByteBuf data, boolean last) {
        Base64Decoder reading = decoder;
        if (reading == null) {
            return data;
        }
        int characters = reading.unfinished() + data.readableBytes();
        if (last && characters % 4 != 0) {
            data.release();
            fault = Failure.WEB_TEXT_CUT_SHORT;
            return null;
        }
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(characters / 4 * 3);
        boolean understood = reading.decode(data, out);
        data.release();
        if (!understood) {
            out.release();
            return null;
        }
        return out;
    }

    /** Whether the body may end after what has come of it. */
    public boolean mayEnd() {
        boolean may = decoder == null || decoder.unfinished() == 0;
        if (!may) {
            fault = Failure.WEB_TEXT_CUT_SHORT;
        }
        return may;
    }

    /** What is wrong with the body. */
    public Failure fault() {
        return fault;
    }
}
