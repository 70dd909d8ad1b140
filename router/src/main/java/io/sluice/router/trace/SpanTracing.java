package io.sluice.router.trace;

import io.sluice.table.policy.Tracing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spans of a router, or that it makes none. Shared: made before the event loops begin. */
public final class SpanTracing implements AutoCloseable {
    private final List<LoopTracer> loops = new ArrayList<>();
    private final @Nullable SpanSender sender;

    private SpanTracing(@Nullable Tracing tracing, int count) {
        if (tracing == null) {
            sender = null;
            return;
        }
        for (int i = 0; i < count; i++) {
            loops.add(new LoopTracer(tracing));
        }
        sender = new SpanSender(tracing, loops);
    }

    /** @param tracing null = none: then nothing of OpenTelemetry is loaded either */
    public static SpanTracing open(@Nullable Tracing tracing, int loops) {
        return new SpanTracing(tracing, loops);
    }

    /** Null = nothing is traced. */
    public @Nullable LoopTracer loop(int index) {
        return loops.isEmpty() ? null : loops.get(index);
    }

    /** Spans for which there was no room. */
    public double dropped() {
        return loops.stream().mapToLong(LoopTracer::dropped).sum();
    }

    /** Spans that the collector took. */
    public double sent() {
        return sender == null ? 0 : sender.sent();
    }

    /** Spans that the collector did not take. */
    public double failed() {
        return sender == null ? 0 : sender.failed();
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
    }
}
