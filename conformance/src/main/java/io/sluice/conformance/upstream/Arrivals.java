package io.sluice.conformance.upstream;

import io.sluice.conformance.observation.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What all upstreams of a case saw, in order of arrival. Shared. */
public final class Arrivals {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final List<Arrival> seen = new ArrayList<>();
    private int busy;
    private long lastChange = System.nanoTime();

    synchronized void begin(Arrival arrival) {
        seen.add(arrival);
        busy++;
        changed();
    }

    synchronized void end() {
        busy--;
        changed();
    }

    private void changed() {
        lastChange = System.nanoTime();
        notifyAll();
    }

    /** Waits until nobody is busy and nothing has happened for a while, at most three seconds; then takes what was seen. */
    public synchronized List<Sighting> settle(int quietMillis) throws InterruptedException {
        long quiet = TimeUnit.MILLISECONDS.toNanos(quietMillis);
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            long due = busy > 0 ? end : Math.min(end, lastChange + quiet);
            if (due <= now) {
                break;
            }
            TimeUnit.NANOSECONDS.timedWait(this, due - now);
        }
        return take();
    }

    public synchronized List<Sighting> take() {
        List<Sighting> taken = seen.stream().map(Arrival::sighting).toList();
        seen.clear();
        return taken;
    }
}
