package io.sluice.router.trace;

import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.HeaderBlock;
import org.jspecify.annotations.Nullable;

/** The span of an exchange, if it is recorded. Confined to its event loop; reused with its exchange. */
public final class ExchangeTrace {
    private final LoopTracer tracer;
    private final TraceContext context = new TraceContext();
    private @Nullable SpanRule rule;
    private boolean decided;
    private boolean recorded;
    private long id;

    ExchangeTrace(LoopTracer tracer) {
        this.tracer = tracer;
    }

    /** Another exchange. */
    public void clear() {
        decided = false;
        recorded = false;
        rule = null;
    }

    /**
     * The request is going to an endpoint: what is done there is part of this span.
     *
     * @param of what is done of such exchanges; null = nothing
     */
    public void send(HeaderBlock fields, @Nullable SpanRule of) {
        decide(fields, of);
        if (recorded) {
            context.write(fields, id);
        }
    }

    private void decide(HeaderBlock fields, @Nullable SpanRule of) {
        if (decided) {
            return;
        }
        decided = true;
        rule = of;
        if (of == null) {
            return;
        }
        context.read(fields);
        recorded = switch (context.decision) {
            case RECORDED -> true;
            case LEFT_OUT -> false;
            case OPEN -> tracer.begins(of);
        };
        if (!recorded) {
            return;
        }
        id = tracer.draw();
        if ((context.traceHigh | context.traceLow) == 0) {
            context.traceHigh = tracer.draw();
            context.traceLow = tracer.draw();
        }
    }

    /**
     * It is over.
     *
     * @param of what is done of such exchanges, if it was sent nowhere
     * @param error whether it was answered 5xx, or not at all
     */
    public void end(StreamInfo exchange, @Nullable SpanRule of, boolean error, long nanos) {
        decide(exchange.request().fields(), of);
        SpanRule decided = rule;
        if (recorded && decided != null) {
            tracer.take(
                    new SpanNote(
                            context.traceHigh,
                            context.traceLow,
                            id,
                            context.parent,
                            exchange.startMillis(),
                            nanos,
                            SpanLayout.cluster(exchange, tracer.scratch),
                            error,
                            decided.layout(),
                            decided.layout().values(exchange, tracer.scratch)),
                    decided);
        }
    }
}
