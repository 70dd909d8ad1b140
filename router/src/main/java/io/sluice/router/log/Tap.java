package io.sluice.router.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges as they pass, for whoever watches: some of them, and redacted. <em>Shared</em>. Event loops make lines only while somebody
 * does, a bounded number a second; a thread that lives as long as somebody watches hands them out, and who does not keep up misses some.
 */
public final class Tap implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int BATCH_BYTES = 64 * 1024;
    private static final int WAITING_LINES = 1024;

    private final List<LoopTap> loops = new ArrayList<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    /** Null = nobody watches. */
    private @Nullable Thread thread;

    private volatile boolean ended;

    public Tap(int count) {
        for (int i = 0; i < count; i++) {
            loops.add(new LoopTap(TapLayout.JSON));
        }
    }

    public LoopTap loop(int index) {
        return loops.get(index);
    }

    /**
     * How much of what passed somebody saw.
     *
     * @param seen exchanges since the watch began, shown or not
     * @param missed of those that were to be shown, and were not taken in time
     */
    public record Seen(long seen, long missed) {}

    /** Somebody who watches, until it is closed. */
    public final class Watch implements AutoCloseable {
        private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING_LINES);
        private final AtomicLong missed = new AtomicLong();
        private final long passedBefore = passed();

        private Watch() {}

        /** The next exchange, as an object of JSON; null if none came in time. */
        public @Nullable String poll(long millis) throws InterruptedException {
            return lines.poll(millis, TimeUnit.MILLISECONDS);
        }

        public Seen seen() {
            return new Seen(passed() - passedBefore, missed.get());
        }

        private void offer(String line) {
            if (!lines.offer(line)) {
                missed.incrementAndGet();
            }
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    private long passed() {
        return loops.stream().mapToLong(LoopTap::passed).sum();
    }

    public synchronized Watch watch() {
        Watch watch = new Watch();
        watches.add(watch);
        if (thread == null && !ended) {
            loops.forEach(loop -> loop.ring.takeInto(ByteBuffer.allocate(LoopTap.RING_BYTES))); // what nobody saw
            loops.forEach(loop -> loop.watch(true));
            thread = Thread.ofVirtual().name("tap").start(this::run);
        }
        return watch;
    }

    private synchronized void leave(Watch watch) {
        watches.remove(watch);
    }

    /** The last one goes when this sees that nobody is left: a thread at a time reads the rings. */
    private synchronized boolean over() {
        if (!watches.isEmpty() && !ended) {
            return false;
        }
        loops.forEach(loop -> loop.watch(false));
        thread = null;
        return true;
    }

    private void run() {
        ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES);
        while (!over()) {
            for (LoopTap loop : loops) {
                handOut(loop.ring, batch);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** A batch may end within a line, whose rest comes with the next. */
    private void handOut(LineRing ring, ByteBuffer batch) {
        StringBuilder rest = new StringBuilder();
        while (!ring.isEmpty()) {
            batch.clear();
            ring.takeInto(batch);
            rest.append(StandardCharsets.US_ASCII.decode(batch.flip()));
        }
        rest.toString().lines().map(TapLayout::redacted).forEach(line -> watches.forEach(watch -> watch.offer(line)));
    }

    @Override
    public void close() {
        ended = true;
    }
}
