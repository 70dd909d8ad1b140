package io.sluice.router.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTimersTest {
    private static final long STILL_NANOS = 5 * LoopTimers.TICK_NANOS;

    private final DefaultEventExecutor loop = new DefaultEventExecutor();
    private final LoopTimers timers = new LoopTimers(loop);

    @AfterEach
    void end() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static LoopTimer timer(Runnable action) {
        return new LoopTimer() {
            @Override
            protected void expired() {
                action.run();
            }
        };
    }

    private static long standStill() {
        long until = System.nanoTime() + STILL_NANOS;
        long now = System.nanoTime();
        while (now - until < 0) {
            Thread.onSpinWait();
            now = System.nanoTime();
        }
        return now;
    }

    @Test
    void aLoopThatStoodStillKnowsForHowLong() throws Exception {
        loop.submit(() -> {
                    timers.arm(timer(() -> {}), TimeUnit.SECONDS.toNanos(30));
                    assertThat(timers.lateNanos(standStill()))
                            .isGreaterThanOrEqualTo(STILL_NANOS - LoopTimers.TICK_NANOS);
                    assertThat(timers.lateNanos(System.nanoTime())).isPositive();
                })
                .get();
    }

    @Test
    void whatIsHandledRightAfterALateTurnMayHaveWaitedForIt() throws Exception {
        CompletableFuture<Long> late = new CompletableFuture<>();
        loop.submit(() -> {
                    timers.arm(timer(() -> {}), TimeUnit.SECONDS.toNanos(30));
                    // In line before the turn after the late one, whatever the executor takes first.
                    loop.execute(() -> late.complete(timers.lateNanos(System.nanoTime())));
                    standStill();
                })
                .get();
        assertThat(late.get()).isPositive();
    }

    @Test
    void withNothingArmedNothingIsLate() throws Exception {
        loop.submit(() -> assertThat(timers.lateNanos(standStill())).isZero()).get();
    }
}
