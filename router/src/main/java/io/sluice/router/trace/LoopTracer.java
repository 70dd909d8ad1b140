package io.sluice.router.trace;

import io.sluice.router.http.HeaderBlock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The spans of one event loop. Confined to it, but for what it counts. */
public final class LoopTracer {
    private static final int MOST_WAITING = 2048;

    private final int loop;
    private final List<SpanRing> rings;

    /** Values are made here. */
    final HeaderBlock scratch = new HeaderBlock();

    /** Not the one that routes draw from: a run with a seed repeats exactly, whether it is traced or not. */
    private final SplittableRandom random = new SplittableRandom();

    private volatile long dropped;

    /** @param collectors how many there are */
    LoopTracer(int loop, int collectors) {
        this.loop = loop;
        rings = IntStream.range(0, collectors)
                .mapToObj(index -> new SpanRing(MOST_WAITING))
                .toList();
    }

    /** For one exchange at a time. */
    public ExchangeTrace trace() {
        return new ExchangeTrace(this);
    }

    /** What waits for one collector. */
    SpanRing ring(int collector) {
        return rings.get(collector);
    }

    boolean begins(SpanRule rule) {
        return rule.share().take(loop);
    }

    /** Never 0, which means none. */
    long draw() {
        long drawn = random.nextLong();
        return drawn == 0 ? 1 : drawn;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // its loop alone counts
    void take(SpanNote note, SpanRule rule) {
        if (!rings.get(rule.collector()).offer(note)) {
            dropped++;
        }
    }

    long dropped() {
        return dropped;
    }
}
