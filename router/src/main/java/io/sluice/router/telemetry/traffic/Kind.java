package io.sluice.router.telemetry.traffic;

/** What sets apart the series of one caller and one destination, but for flags: how it was answered. Packed, for event loops. */
public final class Kind {
    private static final int STATUS_BITS = 10;
    private static final int STATUS = (1 << STATUS_BITS) - 1;
    private static final int GRPC = 1 << STATUS_BITS;
    private static final int GRPC_STATUS_SHIFT = STATUS_BITS + 1;
    private static final int MOST_GRPC_STATUS = 16;

    private Kind() {}

    /** @param status 0 = the client was gone before there was one */
    public static int http(int status) {
        return status & STATUS;
    }

    /** @param grpcStatus -1 = there was none; what is none of gRPC's is 2, UNKNOWN */
    public static int grpc(int status, int grpcStatus) {
        int known = grpcStatus > MOST_GRPC_STATUS ? 2 : grpcStatus;
        return http(status) | GRPC | (known + 1) << GRPC_STATUS_SHIFT;
    }

    static boolean isGrpc(int kind) {
        return (kind & GRPC) != 0;
    }

    static int status(int kind) {
        return kind & STATUS;
    }

    /** -1 = there was none. */
    static int grpcStatus(int kind) {
        return (kind >>> GRPC_STATUS_SHIFT) - 1;
    }
}
