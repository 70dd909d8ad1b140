package io.sluice.router.loop;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of one event loop: a hashed wheel of coarse ticks. Arming and cancelling are a few pointer writes; a deadline
 * fires at most one tick late, never early. The wheel turns only while something is armed. Confined to its event loop.
 */
public final class LoopTimers {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SLOTS = 512;

    private final EventExecutor executor;
    private final long startNanos = System.nanoTime();
    private final @Nullable LoopTimer[] slots = new LoopTimer[SLOTS];
    private final Runnable turn = this::turn;
    private int armed;
    private boolean turning;
    private long doneTick;

    /** When the wheel is to turn next, and how late it last turned; both since {@link #startNanos}. */
    private long dueNanos;

    private long lastLateNanos;

    public LoopTimers(EventExecutor executor) {
        this.executor = executor;
    }

    /** (Re)arms a timer to expire {@code delayNanos} from now. */
    public void arm(LoopTimer timer, long delayNanos) {
        cancel(timer);
        long now = System.nanoTime() - startNanos;
        if (!turning) {
            doneTick = now / TICK_NANOS;
            lastLateNanos = 0;
            turnLater(now);
        }
        // Rounded up, and one tick more because the current one has partly passed: late by at most a tick, never early.
        long tick = saturatedAdd(now, Math.max(0, delayNanos)) / TICK_NANOS + 1;
        link(timer, Math.max(tick, doneTick + 1));
    }

    public void cancel(LoopTimer timer) {
        if (timer.armed()) {
            unlink(timer);
        }
    }

    /**
     * For how long what this loop handles now may have been waiting for it, as far as the wheel can tell: the loop, or the whole
     * machine, may just have stood still. 0 while nothing is armed, and for waits shorter than a tick.
     *
     * @param nowNanos of {@link System#nanoTime}
     */
    public long lateNanos(long nowNanos) {
        // What came while a late turn was awaited may be handled only in the loop's next round.
        return turning ? Math.max(nowNanos - startNanos - dueNanos, lastLateNanos) : 0;
    }

    private void turnLater(long now) {
        turning = true;
        dueNanos = now + TICK_NANOS;
        executor.schedule(turn, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void link(LoopTimer timer, long tick) {
        int slot = slotOf(tick);
        LoopTimer first = slots[slot];
        timer.deadlineTick = tick;
        timer.previous = null;
        timer.next = first;
        if (first != null) {
            first.previous = timer;
        }
        slots[slot] = timer;
        armed++;
    }

    private void unlink(LoopTimer timer) {
        LoopTimer before = timer.previous;
        LoopTimer after = timer.next;
        if (before == null) {
            slots[slotOf(timer.deadlineTick)] = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        timer.previous = null;
        timer.next = null;
        timer.deadlineTick = LoopTimer.UNARMED;
        armed--;
    }

    private void turn() {
        long now = System.nanoTime() - startNanos;
        lastLateNanos = Math.max(0, now - dueNanos);
        long current = now / TICK_NANOS;
        while (doneTick < current && armed > 0) {
            doneTick++;
            expire(slotOf(doneTick), doneTick);
        }
        doneTick = Math.max(doneTick, current);
        turning = false;
        if (armed > 0) {
            turnLater(now);
        }
    }

    /** An expiring timer may arm or cancel others, also its neighbours: so the list is looked at afresh after each one. */
    private void expire(int slot, long tick) {
        LoopTimer due = firstDue(slot, tick);
        while (due != null) {
            unlink(due);
            due.expired();
            due = firstDue(slot, tick);
        }
    }

    private @Nullable LoopTimer firstDue(int slot, long tick) {
        LoopTimer timer = slots[slot];
        while (timer != null && timer.deadlineTick > tick) {
            timer = timer.next;
        }
        return timer;
    }

    private static int slotOf(long tick) {
        return (int) (tick & (SLOTS - 1));
    }

    private static long saturatedAdd(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
