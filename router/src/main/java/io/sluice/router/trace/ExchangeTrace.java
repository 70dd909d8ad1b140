package io.sluice.router.trace;

import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.HeaderBlock;

/** The span of an exchange, if it is recorded. Confined to its event loop; reused with its exchange. */
public final class ExchangeTrace {
    private final LoopTracer tracer;
    private final TraceContext context = new TraceContext();
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
    }

    /** The request is going to an endpoint: what is done there is part of this span. */
    public void send(HeaderBlock fields) {
        decide(fields);
        if (recorded) {
            context.write(fields, id);
        }
    }

    private void decide(HeaderBlock fields) {
        if (decided) {
            return;
        }
        decided = true;
        context.read(fields);
        recorded = switch (context.decision) {
            case RECORDED -> true;
            case LEFT_OUT -> false;
            case OPEN -> tracer.begins();
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
     * @param error whether it was answered 5xx, or not at all
     */
    public void end(StreamInfo exchange, boolean error, long nanos) {
        decide(exchange.request().fields());
        if (recorded) {
            tracer.take(new SpanNote(
                    context.traceHigh,
                    context.traceLow,
                    id,
                    context.parent,
                    exchange.startMillis(),
                    nanos,
                    tracer.layout.cluster(exchange),
                    error,
                    tracer.layout.values(exchange)));
        }
    }
}
