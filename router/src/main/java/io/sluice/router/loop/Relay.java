package io.sluice.router.loop;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one at a time without anybody waiting: a thread that comes while another is at it leaves its task there and goes on.
 * What only such tasks touch needs no lock. <em>Shared</em>.
 */
public final class Relay {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();

    /** Runs the task here and now, or has it run by the thread that is at it. */
    public void run(Runnable task) {
        tasks.add(task);
        if (left.getAndIncrement() != 0) {
            return;
        }
        do {
            Runnable next = tasks.poll();
            if (next != null) {
                next.run();
            }
        } while (left.decrementAndGet() != 0);
    }
}
