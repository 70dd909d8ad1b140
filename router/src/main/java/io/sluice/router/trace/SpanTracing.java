package io.sluice.router.trace;

import io.sluice.router.loop.Turns;
import io.sluice.table.policy.Tracing;
import io.sluice.table.policy.Tracing.Collector;
import io.sluice.table.policy.Tracing.Tag;
import io.sluice.table.telemetry.Observation.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a router, or that it makes none. Shared: made before the event loops begin; tables then choose among its collectors, and
 * nothing is done for one that nobody has chosen.
 */
public final class SpanTracing implements AutoCloseable {
    private final List<Collector> collectors;
    private final List<LoopTracer> loops;
    private final List<SpanSender> senders;
    private final @Nullable SpanRule usual;

    private SpanTracing(@Nullable Tracing usual, List<Collector> providers, int count) {
        collectors = new ArrayList<>(providers);
        if (usual != null && !collectors.contains(usual.collector())) {
            collectors.add(usual.collector());
        }
        loops = collectors.isEmpty()
                ? List.of()
                : IntStream.range(0, count)
                        .mapToObj(loop -> new LoopTracer(loop, collectors.size()))
                        .toList();
        senders = IntStream.range(0, collectors.size())
                .mapToObj(index -> new SpanSender(
                        collectors.get(index),
                        loops.stream().map(loop -> loop.ring(index)).toList()))
                .toList();
        this.usual = usual == null
                ? null
                : rule(collectors.indexOf(usual.collector()), usual.sharePerMillion(), usual.tags());
    }

    /**
     * @param usual what is done where no table says otherwise; null = nothing
     * @param providers whom tables may name
     */
    public static SpanTracing open(@Nullable Tracing usual, List<Collector> providers, int loops) {
        return new SpanTracing(usual, providers, loops);
    }

    private SpanRule rule(int collector, int share, List<Tag> tags) {
        senders.get(collector).start();
        return new SpanRule(collector, new SpanLayout(tags), new Turns(share, loops.size()));
    }

    /** What a table says, compiled; null = no span is made. */
    public @Nullable SpanRule rule(@Nullable Spans declared) {
        if (declared == null) {
            return usual;
        }
        for (int i = 0; i < collectors.size(); i++) {
            if (collectors.get(i).name().equals(declared.provider())) {
                return rule(i, declared.sharePerMillion(), declared.tags());
            }
        }
        return null;
    }

    /** What is done where no table says anything; null = no span is made. */
    public @Nullable SpanRule usual() {
        return usual;
    }

    /** Null = nothing is traced, whatever tables say. */
    public @Nullable LoopTracer loop(int index) {
        return loops.isEmpty() ? null : loops.get(index);
    }

    /** Spans for which there was no room. */
    public double dropped() {
        return loops.stream().mapToLong(LoopTracer::dropped).sum();
    }

    /** Spans that collectors took. */
    public double sent() {
        return sum(SpanSender::sent);
    }

    /** Spans that collectors did not take. */
    public double failed() {
        return sum(SpanSender::failed);
    }

    private long sum(ToLongFunction<SpanSender> count) {
        return senders.stream().mapToLong(count).sum();
    }

    @Override
    public void close() {
        senders.forEach(SpanSender::close);
    }
}
