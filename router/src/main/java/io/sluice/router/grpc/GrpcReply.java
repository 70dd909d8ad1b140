package io.sluice.router.grpc;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;

/** How an answer of our own is put to a gRPC client: status 200, with the truth in {@code grpc-status} (istio.md §5.4). */
public final class GrpcReply {
    static final byte[] CONTENT_TYPE = Ascii.bytes("application/grpc");
    private static final byte[] HEX = Ascii.bytes("0123456789ABCDEF");

    private GrpcReply() {}

    /** Exactly {@code application/grpc} or {@code application/grpc+…}, as it stands (istio-recorded.md §10). */
    public static boolean isDueTo(RequestHead head) {
        return isGrpc(head.fields());
    }

    static boolean isGrpc(HeaderBlock fields) {
        int line = fields.first(FieldName.CONTENT_TYPE);
        if (line < 0) {
            return false;
        }
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(line);
        int length = fields.valueEnd(line) - start;
        if (length < CONTENT_TYPE.length) {
            return false;
        }
        for (int i = 0; i < CONTENT_TYPE.length; i++) {
            if (bytes[start + i] != CONTENT_TYPE[i]) {
                return false;
            }
        }
        return length == CONTENT_TYPE.length || bytes[start + CONTENT_TYPE.length] == '+';
    }

    /** The gRPC status that stands for an HTTP status. */
    public static int statusOf(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> 13; // INTERNAL
            case 401 -> 16; // UNAUTHENTICATED
            case 403 -> 7; // PERMISSION_DENIED
            case 404 -> 12; // UNIMPLEMENTED
            case 429, 502, 503, 504 -> 14; // UNAVAILABLE
            default -> 2; // UNKNOWN
        };
    }

    /** The HTTP status that stands for a gRPC status, as endpoints are judged by; 500 for what is none. */
    public static int httpStatusOf(String grpcStatus) {
        return switch (grpcStatus) {
            case "0" -> 200;
            case "1" -> 499; // CANCELLED
            case "3", "9", "11" -> 400; // INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE
            case "4" -> 504; // DEADLINE_EXCEEDED
            case "5" -> 404; // NOT_FOUND
            case "6", "10" -> 409; // ALREADY_EXISTS, ABORTED
            case "7" -> 403; // PERMISSION_DENIED
            case "8" -> 429; // RESOURCE_EXHAUSTED
            case "12" -> 501; // UNIMPLEMENTED
            case "14" -> 503; // UNAVAILABLE
            case "16" -> 401; // UNAUTHENTICATED
            default -> 500; // UNKNOWN, INTERNAL, DATA_LOSS
        };
    }

    /** What trailers, or a head that stands for them, say; -1 if nothing, 2 (UNKNOWN) if it is no number. */
    public static int statusIn(HeaderBlock fields) {
        int line = fields.first(FieldName.GRPC_STATUS);
        if (line < 0) {
            return -1;
        }
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(line);
        int end = fields.valueEnd(line);
        int status = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || end - start > 2) {
                return 2;
            }
            status = status * 10 + digit;
        }
        return end == start ? 2 : status;
    }

    /**
     * Takes the place of what stands under these names.
     *
     * @param message of the answer; empty for none
     */
    public static void write(HeaderBlock fields, int grpcStatus, byte[] message) {
        fields.remove(FieldName.CONTENT_TYPE);
        fields.remove(FieldName.GRPC_STATUS);
        fields.remove(FieldName.GRPC_MESSAGE);
        fields.add(FieldName.CONTENT_TYPE, CONTENT_TYPE);
        fields.add(FieldName.GRPC_STATUS, grpcStatus);
        if (message.length > 0) {
            writeMessage(fields, message, message.length);
        }
    }

    static void writeMessage(HeaderBlock fields, byte[] message, int length) {
        fields.startLine(FieldName.GRPC_MESSAGE);
        for (int i = 0; i < length; i++) {
            encode(fields, message[i]);
        }
        fields.endLine();
    }

    /** Percent-encoding as gRPC's, with {@code ~} encoded too, as Envoy does. */
    private static void encode(HeaderBlock fields, byte b) {
        if (b >= ' ' && b < '~' && b != '%') {
            fields.append((char) b);
        } else {
            fields.append('%');
            fields.append((char) HEX[(b >> 4) & 0xf]);
            fields.append((char) HEX[b & 0xf]);
        }
    }
}
