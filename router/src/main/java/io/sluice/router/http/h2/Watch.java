package io.sluice.router.http.h2;

import io.sluice.router.loop.LoopTimer;
import io.sluice.router.loop.LoopTimers;
import java.time.Duration;

/**
 * All that a connection waits for, with one timer: it is armed for the nearest deadline, and one that is put off or over moves
 * nothing until it fires. Confined to its event loop.
 */
final class Watch extends LoopTimer {
    private static final long NONE = Long.MAX_VALUE;

    /** For what. */
    enum Wait {
        /** The peer's answer to our SETTINGS. */
        SETTINGS_ACK,
        /** The rest of a header block. */
        FIELDS,
        /** Progress of what is to be sent. */
        WRITE,
        /** A stream, while there is none. */
        IDLE,
        /** The end of its allotted life. */
        AGE,
        /** Our second, final GOAWAY. */
        DRAIN,
        /** The peer's close, after ours. */
        CLOSE;

        private static final Wait[] ALL = values();

        @SuppressWarnings("EnumOrdinal") // a table in memory
        int index() {
            return ordinal();
        }
    }

    private final LoopTimers timers;
    private final Connection connection;
    private final long startNanos = System.nanoTime();
    private final long[] deadlines = new long[Wait.ALL.length];
    private long armedFor = NONE;

    Watch(LoopTimers timers, Connection connection) {
        this.timers = timers;
        this.connection = connection;
        java.util.Arrays.fill(deadlines, NONE);
    }

    private long now() {
        return System.nanoTime() - startNanos;
    }

    void start(Wait wait, Duration limit) {
        long deadline = now() + limit.toNanos();
        deadlines[wait.index()] = deadline;
        if (deadline < armedFor) {
            arm(deadline);
        }
    }

    void stop(Wait wait) {
        deadlines[wait.index()] = NONE;
    }

    boolean awaits(Wait wait) {
        return deadlines[wait.index()] != NONE;
    }

    void stopAll() {
        java.util.Arrays.fill(deadlines, NONE);
        armedFor = NONE;
        timers.cancel(this);
    }

    private void arm(long deadline) {
        armedFor = deadline;
        timers.arm(this, deadline - now());
    }

    @Override
    protected void expired() {
        armedFor = NONE;
        long now = now();
        long nearest = NONE;
        for (Wait wait : Wait.ALL) {
            if (deadlines[wait.index()] <= now) {
                deadlines[wait.index()] = NONE;
                connection.onDeadline(wait);
            }
        }
        for (long deadline : deadlines) {
            nearest = Math.min(nearest, deadline);
        }
        if (nearest < armedFor) {
            arm(nearest);
        }
    }
}
