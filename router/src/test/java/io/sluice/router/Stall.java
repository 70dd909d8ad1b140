package io.sluice.router;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Waits until something that grew has come to rest: whoever drives it is blocked. */
final class Stall {
    private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private Stall() {}

    /** The value at rest, which is not zero. */
    static long of(LongSupplier growing) {
        long before = 0;
        long now = growing.getAsLong();
        while (now == 0 || now != before) {
            before = now;
            LockSupport.parkNanos(STILL_NANOS);
            now = growing.getAsLong();
        }
        return now;
    }
}
