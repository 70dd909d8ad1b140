package io.sluice.router.grpc;

import io.sluice.router.http.HeaderBlock;

/** The deadline that a gRPC client asks for: up to eight digits and a unit; {@code 0}, or anything else, is none. */
public final class GrpcTimeout {
    private static final int MOST_DIGITS = 8;

    /** No more than this many nanoseconds: 99 999 999 hours do not fit. */
    private static final long MOST_NANOS = Long.MAX_VALUE / 2;

    private GrpcTimeout() {}

    /** Nanoseconds that the value of field line {@code line} asks for; 0 if it is no deadline. */
    public static long nanos(HeaderBlock fields, int line) {
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(line);
        int digits = fields.valueEnd(line) - 1 - start;
        if (digits < 1 || digits > MOST_DIGITS) {
            return 0;
        }
        long value = 0;
        for (int i = start; i < start + digits; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            value = value * 10 + digit;
        }
        long unit = unitNanos(bytes[start + digits]);
        return unit > 0 && value > MOST_NANOS / unit ? MOST_NANOS : value * unit;
    }

    private static long unitNanos(byte unit) {
        return switch (unit) {
            case 'H' -> 3_600_000_000_000L;
            case 'M' -> 60_000_000_000L;
            case 'S' -> 1_000_000_000L;
            case 'm' -> 1_000_000L;
            case 'u' -> 1_000L;
            case 'n' -> 1L;
            default -> 0;
        };
    }
}
