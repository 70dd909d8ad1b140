package io.sluice.router.exchange;

import io.sluice.router.failure.Failure;
import io.sluice.router.grpc.GrpcTimeout;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Limits;
import io.sluice.router.loop.LoopTimer;
import io.sluice.router.loop.LoopTimers;
import io.sluice.router.route.CompiledForward;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an exchange may take and wait. A timer is armed only where something sets a limit: most requests have none. Confined to the
 * event loop of its exchange, and reused with it.
 */
final class TimeLimits {
    private final Exchange exchange;
    private final LoopTimers timers;
    private final Limits limits;
    private final Deadline deadline = new Deadline();
    private final Idle idle = new Idle();
    private final Delay delay = new Delay();

    /** The route's, or what a gRPC client asks for if that is less; 0 = none. */
    private long timeoutNanos;

    private long requestEndedNanos;

    /** Some limit holds, or may. */
    private boolean any;

    TimeLimits(Exchange exchange, LoopExchanges exchanges) {
        this.exchange = exchange;
        timers = exchanges.loop().timers();
        limits = exchanges.limits();
    }

    void begin(long nowNanos) {
        requestEndedNanos = nowNanos;
        timeoutNanos = 0;
        any = false;
    }

    /** What the route says, and the client if it speaks gRPC. */
    void settle(CompiledForward action, HeaderBlock fields, boolean grpc) {
        timeoutNanos = action.timeoutNanos();
        int asked = fields.first(FieldName.GRPC_TIMEOUT);
        any = asked >= 0 || timeoutNanos > 0 || action.perTryTimeoutNanos() > 0;
        long askedNanos = grpc && asked >= 0 ? GrpcTimeout.nanos(fields, asked) : 0;
        if (askedNanos > 0) {
            timeoutNanos = timeoutNanos == 0 ? askedNanos : Math.min(timeoutNanos, askedNanos);
        }
    }

    boolean any() {
        return any;
    }

    /** More of the request is due. */
    void awaitRequest() {
        idle.touch(limits.requestBodyIdleTimeout());
    }

    /** All of the request has come, and is on its way: the route's time runs from here (istio-recorded.md §5). */
    void awaitResponse(boolean started) {
        if (timeoutNanos > 0) {
            requestEndedNanos = System.nanoTime();
            timers.arm(deadline, timeoutNanos);
        }
        idle.touch(started ? limits.responseIdleTimeout() : limits.responseHeadTimeout());
    }

    /** More of the response is due. */
    void awaitMoreResponse() {
        idle.touch(limits.responseIdleTimeout());
    }

    /** Nothing is due of either, until something else is said to be. */
    void awaitNothing() {
        timers.cancel(idle);
    }

    /** A tunnel has none: a WebSocket lives as long as its ends do (istio-recorded.md §5). */
    void lift() {
        timers.cancel(idle);
        timers.cancel(deadline);
    }

    /** Holds the request for a while. */
    void hold(long nanos) {
        timers.arm(delay, nanos);
    }

    void end() {
        timers.cancel(deadline);
        timers.cancel(delay);
        timers.cancel(idle);
    }

    /** Nanoseconds until the route's time is over; {@link Long#MAX_VALUE} if it has none. */
    long remainingNanos() {
        if (timeoutNanos == 0) {
            return Long.MAX_VALUE;
        }
        // The route's time has not begun while the request is still coming, or a fault holds it (istio-recorded.md §5).
        long elapsed = exchange.requestEnded() ? System.nanoTime() - requestEndedNanos : 0;
        return Math.max(0, timeoutNanos - elapsed);
    }

    /** A fault that holds the request. */
    private final class Delay extends LoopTimer {
        @Override
        protected void expired() {
            exchange.goOn();
        }
    }

    /** The route's time-out. */
    private final class Deadline extends LoopTimer {
        @Override
        protected void expired() {
            exchange.timedOut();
        }
    }

    /** Waits for the next piece of whatever is due next. */
    private final class Idle extends LoopTimer {
        void touch(@Nullable Duration limit) {
            if (limit != null) {
                timers.arm(this, limit.toNanos());
            } else {
                timers.cancel(this);
            }
        }

        @Override
        protected void expired() {
            exchange.giveUp(
                    !exchange.requestEnded()
                            ? Failure.REQUEST_IDLE
                            : exchange.responseStarted() ? Failure.RESPONSE_IDLE : Failure.RESPONSE_TIMEOUT);
        }
    }
}
