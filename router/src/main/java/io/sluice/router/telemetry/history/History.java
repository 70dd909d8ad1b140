package io.sluice.router.telemetry.history;

import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.SeriesKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What each series did in each of the last 900 seconds. <em>Shared</em>: a thread of its own reads the meters once a second, under this
 * object's lock, which whoever asks takes too. Bounded: 20 KB for a series that counts, for {@value #MOST_SERIES} of them.
 */
public final class History implements AutoCloseable {
    public static final int SECONDS = 900;

    /** That "now" is: one second of a small rate says nothing. */
    static final int RECENT_SECONDS = 10;

    static final int MOST_SERIES = 512;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Meters meters;
    private final Map<SeriesKey, SeriesHistory> exchanges = new HashMap<>();
    private final Map<SeriesKey, SeriesHistory> copies = new HashMap<>();
    private final SeriesHistory all = new SeriesHistory();
    private final Counts added = new Counts();
    private final Counts sum = new Counts();
    private final Thread thread = new Thread(this::run, "history");
    private volatile boolean ending;

    /** The last one that is over, counted from this object's begin; it begins late enough for every step back to be above 0. */
    private long second = 2 * SECONDS;

    private int kept;

    private History(Meters meters) {
        this.meters = meters;
        thread.setDaemon(true);
    }

    public static History start(Meters meters) {
        History history = new History(meters);
        history.thread.start();
        return history;
    }

    /** One that {@link #tick} alone moves. */
    static History unmoved(Meters meters) {
        return new History(meters);
    }

    private void run() {
        long next = System.nanoTime() + SECOND_NANOS;
        while (!ending) {
            long left = next - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(left);
            } else {
                tick();
                next += SECOND_NANOS;
            }
        }
    }

    /** A second is over. */
    synchronized void tick() {
        second++;
        sum.clear();
        kept = 0;
        take(exchanges, meters.exchanges(), true);
        take(copies, meters.copies(), false);
        all.put(second, sum, true);
        notifyAll();
    }

    private void take(Map<SeriesKey, SeriesHistory> of, Map<SeriesKey, ExchangeMeter> counted, boolean summed) {
        of.keySet().retainAll(counted.keySet());
        counted.forEach((key, meter) -> {
            if (meter.counted()) {
                SeriesHistory series = of.computeIfAbsent(key, absent -> new SeriesHistory());
                series.take(second, meter, added, kept < MOST_SERIES);
                kept += series.kept() ? 1 : 0;
                if (summed) {
                    sum.add(added);
                }
            }
        });
    }

    /** Waits for a second that is not the one that was seen, and gives it. */
    public synchronized long await(long seen) throws InterruptedException {
        while (second == seen && !ending) {
            wait();
        }
        return second;
    }

    public boolean ended() {
        return ending;
    }

    /** The last second that is over. */
    public synchronized long second() {
        return second;
    }

    /** Of exchanges; nothing if it is not known. */
    public synchronized Past exchanges(SeriesKey key, Span span, long from) {
        SeriesHistory series = exchanges.get(key);
        return series == null ? Past.NOTHING : series.past(second, span, Math.max(from, second - span.seconds() + 1));
    }

    /** Of the copies that a route sends to a cluster. */
    public synchronized Past copies(SeriesKey key, Span span) {
        SeriesHistory series = copies.get(key);
        return series == null ? Past.NOTHING : series.past(second, span, second - span.seconds() + 1);
    }

    /** Of all exchanges. */
    public synchronized Past all(Span span) {
        return all.past(second, span, second - span.seconds() + 1);
    }

    /** Series that count, and for which there was no room. */
    public synchronized int leftOut() {
        return leftOut(exchanges) + leftOut(copies);
    }

    private int leftOut(Map<SeriesKey, SeriesHistory> of) {
        return (int)
                of.values().stream().filter(series -> series.leftOut(second)).count();
    }

    @Override
    public synchronized void close() {
        ending = true;
        LockSupport.unpark(thread);
        notifyAll();
    }
}
