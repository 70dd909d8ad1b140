package io.sluice.router.telemetry.history;

import io.sluice.router.telemetry.ExchangeMeter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series: what it has counted so far, and, while it counts, a place for each second. Confined to whoever holds the lock of {@link
 * History}.
 */
final class SeriesHistory {
    private final Counts seen = new Counts();

    /** Null = nothing was counted for as long as it goes back, or there is no room. */
    private @Nullable Ring ring;

    private long countedAt = Long.MIN_VALUE;

    /** The seconds, and the last few of them whole, so that a quantile over these is one of all their requests. */
    private static final class Ring {
        final int[] requests = new int[History.SECONDS];
        final int[] clientErrors = new int[History.SECONDS];
        final int[] serverErrors = new int[History.SECONDS];
        final float[] p50 = new float[History.SECONDS];
        final float[] p99 = new float[History.SECONDS];
        final Counts[] recent = new Counts[History.RECENT_SECONDS];
        final long since;

        Ring(long since) {
            this.since = since;
            for (int i = 0; i < recent.length; i++) {
                recent[i] = new Counts();
            }
        }

        void put(long second, Counts added) {
            int place = (int) (second % History.SECONDS);
            requests[place] = (int) added.requests();
            clientErrors[place] = (int) added.classes[4];
            serverErrors[place] = (int) added.classes[5];
            p50[place] = (float) added.quantile(0.50);
            p99[place] = (float) added.quantile(0.99);
            Counts whole = recent[(int) (second % recent.length)];
            whole.clear();
            whole.add(added);
        }
    }

    /** Reads the meter at the end of a second. */
    void take(long second, ExchangeMeter meter, Counts added, boolean room) {
        added.since(seen, meter);
        put(second, added, room);
    }

    /** @param room for a ring, if it has none */
    void put(long second, Counts added, boolean room) {
        if (added.requests() > 0) {
            countedAt = second;
            if (ring == null && room) {
                ring = new Ring(second);
            }
        } else if (ring != null && second - countedAt >= History.SECONDS) {
            ring = null;
        }
        if (ring != null) {
            ring.put(second, added);
        }
    }

    boolean kept() {
        return ring != null;
    }

    /** Whether it counts, and there was no room for it. */
    boolean leftOut(long second) {
        return ring == null && countedAt > Long.MIN_VALUE && second - countedAt < History.SECONDS;
    }

    /**
     * @param second the last one
     * @param from the first that its totals are of
     */
    Past past(long second, Span span, long from) {
        Ring of = ring;
        if (of == null) {
            return Past.NOTHING;
        }
        Counts recent = new Counts();
        for (int i = 0; i < History.RECENT_SECONDS && second - i >= of.since; i++) {
            recent.add(of.recent[(int) ((second - i) % History.RECENT_SECONDS)]);
        }
        long[] totals = new long[3];
        for (long at = Math.max(Math.max(from, of.since), second - History.SECONDS + 1); at <= second; at++) {
            int place = (int) (at % History.SECONDS);
            totals[0] += of.requests[place];
            totals[1] += of.clientErrors[place];
            totals[2] += of.serverErrors[place];
        }
        return new Past(
                (double) recent.requests() / History.RECENT_SECONDS,
                recent.requests() == 0 ? null : 100.0 * recent.classes[5] / recent.requests(),
                Past.shown(recent.quantile(0.50)),
                Past.shown(recent.quantile(0.99)),
                totals[0],
                totals[1],
                totals[2],
                plot(of, second, span));
    }

    private static Past.Plot plot(Ring of, long second, Span span) {
        List<Double> rate = new ArrayList<>(span.points());
        List<Double> errors = new ArrayList<>(span.points());
        List<@Nullable Double> p50 = new ArrayList<>(span.points());
        List<@Nullable Double> p99 = new ArrayList<>(span.points());
        long first = span.first(second);
        for (long from = first; from < first + span.seconds(); from += span.step()) {
            long requests = 0;
            long failed = 0;
            double halves = 0;
            double worst = Double.NaN;
            for (long at = Math.max(from, of.since); at < from + span.step() && at <= second; at++) {
                int place = (int) (at % History.SECONDS);
                requests += of.requests[place];
                failed += of.serverErrors[place];
                if (of.requests[place] > 0) {
                    halves += (double) of.p50[place] * of.requests[place];
                    worst = Double.isNaN(worst) ? of.p99[place] : Math.max(worst, of.p99[place]);
                }
            }
            double seconds = Math.min(span.step(), second - from + 1); // the last point may not be over
            rate.add(requests / seconds);
            errors.add(failed / seconds);
            p50.add(requests == 0 ? null : (Double) (halves / requests));
            p99.add(Past.shown(worst));
        }
        return new Past.Plot(rate, errors, p50, p99);
    }
}
