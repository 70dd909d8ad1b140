package io.sluice.router.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Meters by their series, as long as their routes are there and somewhat longer. Shared; {@link Meters} has the lock. */
final class ExchangeMeters {
    /** How long the series of a route stay that is gone, as those of destinations do. */
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(15);

    private final int loops;
    private final Map<SeriesKey, ExchangeMeter> byKey = new ConcurrentHashMap<>();
    private final Map<SeriesKey, ExchangeMeter> view = Collections.unmodifiableMap(byKey);

    ExchangeMeters(int loops) {
        this.loops = loops;
    }

    ExchangeMeter of(SeriesKey key) {
        return byKey.computeIfAbsent(key, absent -> new ExchangeMeter(loops));
    }

    Map<SeriesKey, ExchangeMeter> all() {
        return view;
    }

    /** @param always one that belongs to no route; null = there is none */
    void retain(Map<SeriesKey, ExchangeMeter> inForce, @Nullable ExchangeMeter always) {
        long now = System.nanoTime();
        byKey.putAll(inForce);
        byKey.forEach((key, meter) -> {
            boolean there = inForce.containsKey(key) || meter == always;
            if (meter.inForce && !there) {
                meter.goneNanos = now;
            }
            meter.inForce = there;
        });
    }

    void forget() {
        long now = System.nanoTime();
        byKey.values().removeIf(meter -> !meter.inForce && now - meter.goneNanos > KEPT_NANOS);
    }
}
